import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import {
  datasetFacts,
  datasetsByPrefix,
  datasetsIn,
  type PlacedDataset,
  placedDatasets,
  strictest,
} from "#shared/policy/dataset-facts.ts";
import type { ResourceFacts, Source, SourceRead } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { compileWorkloads } from "#shared/policy/resource-workload.ts";
import { type Tags, tagOf } from "#shared/policy/tag-proposal.ts";

export type FactsCatalog = Pick<Catalog, "company" | "accounts" | "teams" | "datasets" | "workloads" | "policies">;

/** What was read around the resource: absent where there is none, `unreadable` where reading failed. */
type Surroundings = { readonly now: EpochMillis; readonly parent?: SourceRead; readonly creator?: SourceRead };

export type FactsOf = (resource: JudgedResource, surroundings: Surroundings) => ResourceFacts;

/**
 * Compiles the catalogue into what it says of one resource.
 *
 * The class is the strictest of those of the datasets it holds and of what it is tagged; only where neither
 * says anything, that of the data its workload reads and writes (a log group of a restricted pipeline). A bucket
 * with datasets at prefixes is said of part by part too. Where
 * the tags could not be read and no dataset lies there, class and workload are not known.
 */
export function compileFacts(catalog: FactsCatalog): FactsOf {
  const accounts = new Map([...catalog.accounts.values()].map((account) => [account.account, account]));
  const placed = placedDatasets(catalog);
  const workloadOf = compileWorkloads(catalog);
  const classOf = compileClass(catalog);
  return (resource, surroundings) => {
    const account = accounts.get(resource.account);
    const inAccount = { ...surroundings, ...accountFacts(account, catalog) };
    const factsWith = (datasets: readonly PlacedDataset[]): ResourceFacts => {
      const held = datasetFacts(datasets, catalog.company);
      const workload = workloadOf(resource, { ...inAccount, ...held });
      const classification = classOf(resource, { dataset: held.classification, workload });
      return definedOnly({
        ...inAccount,
        labels: null,
        ...held,
        workload,
        classification,
        team: held.team ?? ofWorkload(workload, (id) => catalog.workloads.get(id)?.team),
        tier: held.tier ?? ofWorkload(workload, (id) => catalog.workloads.get(id)?.tier),
      });
    };
    const datasets = datasetsIn(resource, placed.get(account?.id ?? "") ?? []);
    const parts = [...datasetsByPrefix(resource, datasets)].map(([prefix, each]) => ({
      prefix,
      facts: factsWith(each),
    }));
    return parts.length === 0 ? factsWith(datasets) : { ...factsWith(datasets), parts };
  };
}

type Maybe<Value> = Value | null | undefined;

const ofWorkload = <Value>(workload: Maybe<string>, read: (id: string) => Value | undefined): Maybe<Value> =>
  typeof workload === "string" ? (read(workload) ?? null) : workload;

/** An absent fact is not known; one that is present and undefined would be the same, but is no such type. */
const definedOnly = (facts: { readonly now: EpochMillis } & Readonly<Record<string, unknown>>): ResourceFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as ResourceFacts;

/** An account that the catalogue does not have is no account of ours: no scope that names one fits. */
function accountFacts(
  account: Account | undefined,
  { teams }: FactsCatalog,
): Pick<ResourceFacts, "account" | "ou" | "environment" | "accountSource"> {
  if (account === undefined) return { account: null, ou: null, environment: null };
  const costCenter = teams.get(account.team ?? "")?.costCenter;
  const known: Source["known"] = {
    environment: account.environment,
    ...(account.team === undefined ? {} : { team: account.team }),
    ...(costCenter === undefined ? {} : { "team.costCenter": costCenter }),
  };
  return { account: account.id, ou: account.ou, environment: account.environment, accountSource: { tags: {}, known } };
}

type ClassOf = (
  resource: JudgedResource,
  from: { readonly dataset: Maybe<string>; readonly workload: Maybe<string> },
) => Maybe<string>;

/** The tags that say a class are those that some tagging policy refers to it. */
function compileClass(catalog: FactsCatalog): ClassOf {
  const { classifications } = catalog.company;
  const keys = classifyingKeys(catalog);
  const ofData = dataClasses(catalog);
  return ({ tags }, { dataset, workload }) => {
    const tagged = tags === undefined ? [] : taggedClasses(tags, keys);
    const found = strictest(typeof dataset === "string" ? [dataset, ...tagged] : tagged, classifications);
    if (found !== undefined) return found;
    return tags === undefined ? undefined : ofWorkload(workload, (id) => strictest(ofData(id), classifications));
  };
}

const taggedClasses = (tags: Tags, keys: readonly string[]): readonly string[] =>
  keys.map((key) => tagOf(tags, key)).filter((value) => value !== undefined);

function classifyingKeys({ policies }: FactsCatalog): readonly string[] {
  const keys = [...policies.values()]
    .filter((policy) => policy.type === "tagging")
    .flatMap(({ tagging }) => Object.entries(tagging.tags))
    .filter(([, { refersTo }]) => refersTo === "classification")
    .map(([key]) => key);
  return [...new Set(keys)];
}

const dataClasses =
  ({ workloads, datasets }: FactsCatalog) =>
  (workload: string): readonly string[] => {
    const { reads = [], writes = [] } = workloads.get(workload) ?? {};
    return [...reads, ...writes].flatMap((id) => datasets.get(id)?.classification ?? []);
  };
