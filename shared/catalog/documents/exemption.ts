import type { DocumentBase } from "#shared/catalog/documents/document.ts";
import type { Selector } from "#shared/catalog/documents/selector.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";

/** Counts once the request that applying it opens is approved. */
export type Exemption = DocumentBase & {
  readonly kind: "Exemption";
  /** Ids of policies. */
  readonly policy: readonly string[];
  readonly match: Selector;
  /** The last day, at most 365 days ahead. */
  readonly until: CalendarDate;
  readonly reason: string;
};
