import { type ArnPlace, placeOfArn } from "#shared/catalog/arn-place.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Owner, Specificity } from "#shared/catalog/claims.ts";
import type { Place } from "#shared/catalog/documents/place.ts";

/** A dataset's place that a resource is in, or that is in the resource. */
export type PlaceHit = { readonly owner: Owner; readonly rule: string; readonly specificity: Specificity };

type Held = { readonly path: string; readonly accounts: readonly string[]; readonly hit: PlaceHit };

/** Datasets by where they are: finds those of a resource by its ARN, longest place first. */
export function compilePlaces(catalog: Catalog): (arn: string) => readonly PlaceHit[] {
  const byRoot = new Map<string, Held[]>();
  for (const dataset of catalog.datasets.values()) {
    const owner: Owner = { kind: "dataset", id: dataset.id, team: dataset.team };
    for (const { account, accountNumber, places } of dataset.at) {
      for (const place of places) {
        const path = pathOf(place);
        const specificity: Specificity = { rank: 6, literal: place.text.length, keys: 1 };
        const held = {
          path,
          accounts: [accountNumber],
          hit: { owner, rule: `place ${place.text} in ${account}`, specificity },
        };
        const root = rootOf(place.kind, path);
        byRoot.set(root, [...(byRoot.get(root) ?? []), held]);
      }
    }
  }
  return (arn) => {
    const place = placeOfArn(arn);
    if (place === undefined) return [];
    const held = byRoot.get(rootOf(place.kind, place.path)) ?? [];
    return held.flatMap((each) => hitsOf(each, place));
  };
}

function pathOf(place: Place): string {
  switch (place.kind) {
    case "s3":
      return `${place.bucket}/${place.prefix}`;
    case "glue":
      return `${place.database}/${place.table ?? ""}`;
    case "kinesis":
      return place.stream;
    case "dynamodb":
      return place.table;
  }
}

const rootOf = (kind: Place["kind"], path: string): string => `${kind}:${path.split("/", 1)[0]}`;

/**
 * A table in a database, an object under a prefix: the longer the place, the more specific. A place
 * inside the resource (a prefix of a bucket) says less, and no length of it says more.
 */
function hitsOf({ path, accounts, hit }: Held, place: ArnPlace): readonly PlaceHit[] {
  if (place.account !== undefined && !accounts.includes(place.account)) return [];
  const within = path.endsWith("/") ? place.path.startsWith(path) : place.path === path;
  if (within) return [hit];
  const around = place.path.endsWith("/") && path.startsWith(place.path);
  return around ? [{ ...hit, specificity: { ...hit.specificity, literal: 0 } }] : [];
}
