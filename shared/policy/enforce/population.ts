import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { everyItem, paginate } from "#shared/kernel/page.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import type { Coverage } from "#shared/policy/enforce/coverage.ts";
import { shardId } from "#shared/policy/enforce/coverage.ts";
import type { CoverageStore } from "#shared/policy/enforce/ports.ts";

/** A resource as the last sweep of its shard saw it. */
export type KnownResource = Pick<ResourceState, "arn" | "name" | "tags">;

/** One page of one account, region and type, as the last sweep that came to it saw it. */
export type PopulationPage = {
  readonly shard: string;
  /** From 0. A page behind the last one of the last whole sweep is of an earlier, longer one. */
  readonly page: number;
  readonly run: string;
  readonly resources: readonly KnownResource[];
  /** How many more it had than fit into one row. */
  readonly left: number;
};

export const pageId = ({ shard, page }: Pick<PopulationPage, "shard" | "page">): string => `${shard}#${page}`;

/** Room in one row of 400 KiB, in characters: names and tags are ASCII as good as always. */
const MOST_CHARACTERS = 300_000;

/** What is kept of a page. Resources that do not fit are counted, never silently missing. */
export function populationPage(
  where: Pick<PopulationPage, "shard" | "page" | "run">,
  states: readonly ResourceState[],
): PopulationPage {
  const resources: KnownResource[] = [];
  let room = MOST_CHARACTERS;
  for (const { arn, name, tags } of states) {
    const known = { arn, name, tags };
    room -= JSON.stringify(known).length;
    if (room < 0) break;
    resources.push(known);
  }
  return { ...where, resources, left: states.length - resources.length };
}

/** Everything that is governed, as selectors see it. */
export type Population = {
  readonly subjects: readonly Subject[];
  readonly tagsOf: (arn: string) => KnownResource["tags"] | undefined;
  /** Some of it was left out: it is larger than is looked at. */
  readonly cut: boolean;
};

/** So many resources are looked at, at most: what a plan says of more is of these. */
const MOST_RESOURCES = 50_000;

/** The population by the last sweep of each account, region and type that came to its end. */
export async function readPopulation(
  coverage: Pick<CoverageStore, "list" | "pages">,
  catalog: Pick<Catalog, "accounts">,
): Promise<Population> {
  const placeOf = placesOf(await everyItem((from) => coverage.list(from)), catalog);
  const subjects: Subject[] = [];
  const tags = new Map<string, KnownResource["tags"]>();
  let cut = false;
  for await (const { items, cursor } of paginate((from) => coverage.pages.list(from))) {
    for (const page of items) {
      const place = placeOf(page);
      if (place === undefined) continue;
      cut ||= page.left > 0;
      for (const resource of page.resources) {
        subjects.push({ ...place, ...resource });
        tags.set(resource.arn, resource.tags);
      }
    }
    if (cursor === undefined || subjects.length < MOST_RESOURCES) continue;
    cut = true;
    break;
  }
  return { subjects, tagsOf: (arn) => tags.get(arn), cut };
}

/** What all resources of a page have in common; undefined for a page that the last whole sweep did not come to. */
function placesOf(shards: readonly Coverage[], { accounts: all }: Pick<Catalog, "accounts">) {
  const swept = new Map(shards.map((each) => [shardId(each), each]));
  const accounts = new Map([...all.values()].map((account) => [account.account as string, account]));
  return ({ shard, page }: PopulationPage): Subject | undefined => {
    const where = swept.get(shard);
    if (where === undefined || page >= (where.last?.pages ?? 0)) return undefined;
    const account = accounts.get(where.account);
    return {
      type: where.type,
      region: where.region,
      account: account?.id ?? null,
      ou: account?.ou ?? null,
      environment: account?.environment ?? null,
    };
  };
}
