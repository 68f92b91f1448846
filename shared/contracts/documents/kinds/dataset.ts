import type { Dataset, DatasetAt } from "#shared/catalog/documents/dataset.ts";
import { amount, duration, durationRange, tier } from "#shared/contracts/documents/amounts.ts";
import { list, mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { group, label, reference, url, vocabularyWord } from "#shared/contracts/documents/names.ts";
import { dataPlace } from "#shared/contracts/documents/places.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { byForm, mapped, type Shape, under } from "#shared/contracts/documents/shape.ts";
import { consumer } from "#shared/contracts/documents/who.ts";

const places = oneOrMore(dataPlace);

const copy = record(
  {
    place: { ...required(places, "Where this copy is", "s3://saltmarsh-sales-dev/orders/"), step: "places" },
    classification: optional(vocabularyWord, "Of this copy, where it is another", "internal"),
    labels: optional(list(label), "Of this copy; [] is none", []),
  },
  { thing: "a place" },
);

const placesAlone = mapped(under(places, "places"), (found): DatasetAt => ({ places: found }));

const at: Shape<DatasetAt> = byForm<DatasetAt>(
  {
    text: placesAlone,
    list: placesAlone,
    map: mapped(copy, ({ place, ...other }): DatasetAt => ({ places: place, ...other })),
  },
  { code: "place", is: "write one place, a list of places, or {place: …, classification: …}" },
);

/** What Dataset and Workload may say themselves instead of their tier's default. */
export const serviceLevels = {
  freshness: optional(duration, "The oldest it may be; else by tier", "6h"),
  acknowledge: optional(duration, "A finding is looked at within; else by tier", "4h"),
  resolve: optional(duration, "A finding is put right within; else by tier", "2d"),
  review: optional(duration, "Who has access is looked over this often; else by tier", "180d"),
  runbook: optional(url, "What to do when it breaks", "https://wiki.example.com/runbooks/sales-orders"),
};

export const dataset: Shape<Dataset> = documentShape("Dataset", {
  classification: required(vocabularyWord, "How protected it is, a word of the Company", "restricted"),
  labels: optional(list(label), "What is in it, words of the Company", ["PII"]),
  tier: required(tier, "How much depends on it: 0 is most", 1),
  at: required(
    mapOf({ key: reference("an account", "data-prod"), value: at, pointsAt: "key" }),
    "Where it is, by account; also what a grant opens",
    { "data-prod": ["s3://saltmarsh-sales-prod/orders/", "glue:sales.orders"] },
  ),
  owners: optional(oneOrMore(group), "Groups that approve; else the team's data owners", ["orders-data-owners"]),
  consumers: optional(oneOrMore(consumer), "People who rely on it", ["team:finance"]),
  retention: optional(durationRange, "How long it is kept; else by classification", { min: "30d", max: "400d" }),
  budget: optional(amount, "For a month: the short form of a Budget for it", "1200 USD"),
  ...serviceLevels,
});
