import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Vocabulary } from "#shared/policy/facts.ts";

/** The words that tags may refer to. A former id of a workload is one of its tag's values, so it counts. */
export function vocabularyOf(catalog: Pick<Catalog, "company" | "teams" | "datasets" | "workloads">): Vocabulary {
  const workloads = [...catalog.workloads.values()].flatMap(({ id, tag }) => [id, ...tag.values]);
  const costCenters = [...catalog.teams.values()].flatMap(({ costCenter }) => costCenter ?? []);
  return {
    workload: new Set(workloads),
    dataset: new Set(catalog.datasets.keys()),
    team: new Set(catalog.teams.keys()),
    "team.costCenter": new Set(costCenters),
    environment: new Set(catalog.company.environments),
    classification: new Set(catalog.company.classifications),
  };
}
