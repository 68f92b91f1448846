import type { DocumentBase } from "#shared/catalog/documents/document.ts";
import type { Destination } from "#shared/catalog/documents/route.ts";
import type { Selector } from "#shared/catalog/documents/selector.ts";
import type { Who } from "#shared/catalog/documents/who.ts";

export type Report = DocumentBase & {
  readonly kind: "Report";
  readonly report: "cost-monthly" | "cost-weekly" | "compliance" | "access-review";
  /** Five-field cron, in `zone` or else the company's. */
  readonly schedule: string;
  readonly zone?: string;
  readonly formats: readonly ("html" | "json" | "xlsx" | "csv" | "journal")[];
  readonly send: readonly Destination[];
  readonly signOff?: Who;
  readonly scope?: Selector;
};
