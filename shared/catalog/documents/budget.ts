import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import type { Amount, DocumentBase } from "#shared/catalog/documents/document.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Share } from "#shared/kernel/share.ts";

export type BudgetAlert = { readonly on: "spent" | "forecast"; readonly at: Share };

export type Budget = DocumentBase & {
  readonly kind: "Budget";
  readonly for: ThingRef;
  readonly amount: Amount;
  readonly period: "month" | "quarter" | "year";
  readonly from: Month;
  readonly until?: Month;
  readonly alert?: readonly BudgetAlert[];
};
