import type { ResolvedDataset, ResolvedPlaces } from "#shared/catalog/catalog.ts";
import { defaultOf } from "#shared/catalog/defaults.ts";
import type { Dataset } from "#shared/catalog/documents/dataset.ts";
import type { Origin } from "#shared/catalog/documents/document.ts";
import type { Team } from "#shared/catalog/documents/team.ts";
import { ownOrigins, type Resolved, type Resolving, serviceLevels, teamOrigin } from "#shared/catalog/resolving.ts";

/** A dataset with everything its team, its tier, its class and its accounts add; undefined without a team. */
export function resolveDataset(dataset: Dataset, resolving: Resolving): Resolved<ResolvedDataset> | undefined {
  const { index, company, pin } = resolving;
  const team = index.find("Team", dataset.team ?? "");
  if (team === undefined) return undefined;
  const { levels, origins } = serviceLevels(dataset, dataset, company);
  const retention = dataset.retention === undefined ? defaultOf("retention", dataset, company) : undefined;
  const value: ResolvedDataset = {
    ...levels,
    ...pin(dataset),
    id: dataset.id,
    title: dataset.title ?? dataset.id,
    team: team.id,
    owners: dataset.owners ?? team.dataOwners,
    ...(team.costCenter === undefined ? {} : { costCenter: team.costCenter }),
    tier: dataset.tier,
    classification: dataset.classification,
    labels: dataset.labels ?? [],
    retention: dataset.retention ?? retention?.value ?? {},
    at: placesOf(dataset, resolving),
    consumers: dataset.consumers ?? [],
    ...(dataset.runbook === undefined ? {} : { runbook: dataset.runbook }),
  };
  const inherited = inheritedOrigins(dataset, team, retention?.origin);
  return { value, origins: new Map([...ownOrigins(dataset), ...origins, ...inherited]) };
}

function inheritedOrigins(
  { owners }: Dataset,
  { id, costCenter }: Team,
  retention: Origin | undefined,
): readonly (readonly [string, Origin])[] {
  const found: (readonly [string, Origin])[] = [];
  if (owners === undefined) found.push(["/owners", teamOrigin(id, "dataOwners")]);
  if (costCenter !== undefined) found.push(["/costCenter", teamOrigin(id, "costCenter")]);
  if (retention !== undefined) found.push(["/retention", retention]);
  return found;
}

/** A copy keeps the dataset's class and labels unless it says its own; an account that is unknown is left out. */
function placesOf(dataset: Dataset, { index }: Resolving): readonly ResolvedPlaces[] {
  return Object.entries(dataset.at).flatMap(([id, at]) => {
    const account = index.find("Account", id);
    if (account === undefined) return [];
    const places: ResolvedPlaces = {
      account: account.id,
      accountNumber: account.account,
      environment: account.environment,
      places: at.places,
      classification: at.classification ?? dataset.classification,
      labels: at.labels ?? dataset.labels ?? [],
    };
    return [places];
  });
}
