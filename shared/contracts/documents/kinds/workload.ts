import type { Workload } from "#shared/catalog/documents/workload.ts";
import { amount, tier } from "#shared/contracts/documents/amounts.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { serviceLevels } from "#shared/contracts/documents/kinds/dataset.ts";
import { reference } from "#shared/contracts/documents/names.ts";
import { optional, required } from "#shared/contracts/documents/record.ts";
import { workloadMatch } from "#shared/contracts/documents/selectors.ts";
import type { Shape } from "#shared/contracts/documents/shape.ts";

const datasets = oneOrMore(reference("a dataset", "sales.orders"));

export const workload: Shape<Workload> = documentShape("Workload", {
  tier: required(tier, "How much depends on it: 0 is most", 1),
  match: optional(workloadMatch, "What belongs to it, on top of what is tagged with its id", [
    { type: "glue.job", name: "orders-*", account: "data-prod" },
  ]),
  reads: optional(datasets, "Datasets it reads", ["sales.order-events"]),
  writes: optional(datasets, "Datasets it writes", ["sales.orders"]),
  budget: optional(amount, "For a month: the short form of a Budget", "4200 USD"),
  ...serviceLevels,
});
