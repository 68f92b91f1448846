import type { DocumentBase } from "#shared/catalog/documents/document.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";

/** A governed cloud account. */
export type Account = DocumentBase & {
  readonly kind: "Account";
  readonly account: AccountNumber;
  readonly environment: string;
  readonly ou: string;
  readonly regions: readonly string[];
  /** From this day a policy in mode enforce may write here; absent: never. */
  readonly enforce?: CalendarDate;
};
