import type { ResolvedWorkload } from "#shared/catalog/catalog.ts";
import type { Origin } from "#shared/catalog/documents/document.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";
import { ownOrigins, type Resolved, type Resolving, serviceLevels, teamOrigin } from "#shared/catalog/resolving.ts";

/** A workload with everything its team and its tier add; undefined without a team. */
export function resolveWorkload(workload: Workload, resolving: Resolving): Resolved<ResolvedWorkload> | undefined {
  const { index, company, pin } = resolving;
  const team = index.find("Team", workload.team ?? "");
  if (team === undefined) return undefined;
  const { levels, origins } = serviceLevels(workload, { tier: workload.tier }, company);
  const value: ResolvedWorkload = {
    ...levels,
    ...pin(workload),
    id: workload.id,
    title: workload.title ?? workload.id,
    team: team.id,
    ...(team.costCenter === undefined ? {} : { costCenter: team.costCenter }),
    tier: workload.tier,
    tag: { key: company.workloadTag, values: [workload.id, ...(workload.formerly ?? [])] },
    match: workload.match ?? [],
    reads: workload.reads ?? [],
    writes: workload.writes ?? [],
    ...(workload.budget === undefined ? {} : { budget: workload.budget }),
    ...(workload.runbook === undefined ? {} : { runbook: workload.runbook }),
  };
  const costCenter: readonly (readonly [string, Origin])[] =
    team.costCenter === undefined ? [] : [["/costCenter", teamOrigin(team.id, "costCenter")]];
  return { value, origins: new Map([...ownOrigins(workload), ...origins, ...costCenter]) };
}
