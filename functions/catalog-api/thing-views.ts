import type { Catalog, Pinned, ResolvedDataset, ResolvedWorkload } from "#shared/catalog/catalog.ts";
import type { Team } from "#shared/catalog/documents/team.ts";
import { whoText } from "#shared/catalog/documents/who.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { exactDecimal } from "#shared/kernel/money.ts";

/** A value without its absent members; money as an exact decimal text. */
function plain(value: unknown): Json {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as Json;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}

export function datasetView(dataset: ResolvedDataset, catalog: Catalog): JsonObject {
  const workloads = [...catalog.workloads.values()];
  return {
    ...(plain(dataset) as JsonObject),
    at: dataset.at.map((at) => ({ ...(plain(at) as JsonObject), places: at.places.map(({ text }) => text) })),
    consumers: dataset.consumers.map(whoText),
    readBy: workloads.filter(({ reads }) => reads.includes(dataset.id)).map(({ id }) => id),
    writtenBy: workloads.filter(({ writes }) => writes.includes(dataset.id)).map(({ id }) => id),
  };
}

export function workloadView({ budget, ...workload }: ResolvedWorkload): JsonObject {
  const view = plain(workload) as JsonObject;
  if (budget === undefined) return view;
  return { ...view, budget: { amount: exactDecimal(budget.money), currency: budget.currency } };
}

export function teamView({ id, title, members, lead, dataOwners, ...team }: Pinned<Team>): JsonObject {
  const { costCenter, mail, oncall, formerly = [], version, hash } = team;
  return plain({
    id,
    title: title ?? id,
    members,
    lead,
    dataOwners,
    costCenter,
    mail,
    oncall,
    formerly,
    version,
    hash,
  }) as JsonObject;
}
