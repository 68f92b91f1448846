import type { Catalog, ResolvedDataset } from "#shared/catalog/catalog.ts";
import type { Place } from "#shared/catalog/documents/place.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";

/** A dataset as it lies in one account: its copy there may be of another class. */
export type PlacedDataset = {
  readonly dataset: ResolvedDataset;
  readonly places: readonly Place[];
  readonly classification: string;
  readonly labels: readonly string[];
};

/** By id of the account: which datasets lie there. */
export function placedDatasets(catalog: Pick<Catalog, "datasets">): ReadonlyMap<string, readonly PlacedDataset[]> {
  const placed = [...catalog.datasets.values()].flatMap((dataset) => dataset.at.map((at) => ({ dataset, ...at })));
  return Map.groupBy(placed, ({ account }) => account);
}

/** The datasets that a resource holds, or a part of them. */
export const datasetsIn = (resource: JudgedResource, placed: readonly PlacedDataset[]): readonly PlacedDataset[] =>
  placed.filter(({ places }) => places.some((place) => isIn(place, resource)));

/** Where datasets lie in a bucket, each prefix once, with the datasets there; empty where all hold the whole of it. */
export function datasetsByPrefix(
  { type, name }: JudgedResource,
  held: readonly PlacedDataset[],
): ReadonlyMap<string, readonly PlacedDataset[]> {
  if (type !== "s3.bucket") return new Map();
  const at = held.flatMap((dataset) =>
    dataset.places.flatMap((place) =>
      place.kind === "s3" && place.bucket === name ? [{ dataset, prefix: place.prefix }] : [],
    ),
  );
  if (at.every(({ prefix }) => prefix === "")) return new Map();
  // The rest of the bucket is judged too, whether a dataset holds it or not.
  const prefixes = [...new Set(["", ...at.map(({ prefix }) => prefix)])].toSorted();
  return new Map(
    prefixes.map((prefix) => [prefix, at.filter((each) => each.prefix === prefix).map(({ dataset }) => dataset)]),
  );
}

function isIn(place: Place, { type, name }: JudgedResource): boolean {
  switch (place.kind) {
    case "s3":
      return type === "s3.bucket" && name === place.bucket;
    case "glue":
      return type === "glue.database" && name === place.database;
    case "kinesis":
      return type === "kinesis.stream" && name === place.stream;
    case "dynamodb":
      return type === "dynamodb.table" && name === place.table;
  }
}

type DatasetFacts = Pick<ResourceFacts, "dataset" | "tier" | "classification" | "labels" | "team" | "retention">;

const DAY = 86_400_000;

/**
 * What the datasets in one resource say of it together: the strictest class, the most important tier,
 * all labels, and the length that suits each of them. Where they differ in what cannot be combined (the
 * dataset, the team), it is not known.
 */
export function datasetFacts(
  held: readonly PlacedDataset[],
  { classifications }: Pick<Catalog["company"], "classifications">,
): DatasetFacts {
  if (held.length === 0) return { dataset: null, retention: null };
  const minima = held.flatMap(({ dataset }) => dataset.retention.min ?? []);
  const maxima = held.flatMap(({ dataset }) => dataset.retention.max ?? []);
  return {
    ...same(
      "dataset",
      held.map(({ dataset }) => dataset.id),
    ),
    ...same(
      "team",
      held.map(({ dataset }) => dataset.team),
    ),
    tier: Math.min(...held.map(({ dataset }) => dataset.tier)),
    classification:
      strictest(
        held.map(({ classification }) => classification),
        classifications,
      ) ?? null,
    labels: [...new Set(held.flatMap(({ labels }) => labels))],
    retention: {
      ...(minima.length === 0 ? {} : { min: Math.ceil(Math.max(...minima) / DAY) }),
      ...(maxima.length === 0 ? {} : { max: Math.floor(Math.min(...maxima) / DAY) }),
    },
  };
}

function same(name: "dataset" | "team", values: readonly string[]): DatasetFacts {
  const [first, ...others] = [...new Set(values)];
  return first === undefined || others.length > 0 ? {} : { [name]: first };
}

/** Of some classes the most protected one; words that are no class count for nothing. */
export const strictest = (found: readonly string[], classifications: readonly string[]): string | undefined =>
  classifications.findLast((each) => found.includes(each));
