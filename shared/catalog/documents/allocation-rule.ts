import type { DocumentBase } from "#shared/catalog/documents/document.ts";
import type { Selector } from "#shared/catalog/documents/selector.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Share } from "#shared/kernel/share.ts";

export const POOLS = ["support", "tax", "credits", "refunds", "adjustments", "commitments-unused"] as const;

export type Pool = (typeof POOLS)[number];

/** Something that pays or is budgeted: `team:orders`, `workload:orders-etl`, `account:data-prod`, `dataset:sales.orders`. */
export type ThingRef = { readonly kind: "team" | "workload" | "account" | "dataset"; readonly id: string };

export type Split =
  | { readonly by: "even" }
  | { readonly by: "spend" }
  | { readonly by: "meter"; readonly meter: string }
  /** 100 % exactly. */
  | { readonly by: "fixed"; readonly shares: readonly { readonly to: ThingRef; readonly share: Share }[] };

/** How shared cost is split. Either `pool` (built in) or `match` (a pool of our own). */
export type AllocationRule = DocumentBase & {
  readonly kind: "AllocationRule";
  readonly pool?: Pool;
  readonly match?: Selector;
  readonly split: Split;
  /** Absent with `even` and `spend`: all workloads that spent. */
  readonly to?: readonly ThingRef[];
  readonly from: Month;
  /** The last month. */
  readonly until?: Month;
};
