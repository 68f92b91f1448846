import type { Check } from "#shared/catalog/checks/checking.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { Dataset } from "#shared/catalog/documents/dataset.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";

type Said = { readonly classification: string; readonly labels: readonly string[] };

/** A label asks for a lowest classification, of the dataset and of each copy. */
export const checkLabels: Check = ({ index }) => {
  const company = index.all("Company")[0];
  return company === undefined ? [] : index.all("Dataset").flatMap((dataset) => labelsOf(dataset, company));
};

function labelsOf(dataset: Dataset, company: Company): readonly CatalogProblem[] {
  const whole: Said = { classification: dataset.classification, labels: dataset.labels ?? [] };
  const copies = Object.entries(dataset.at).flatMap(([account, at]) => {
    if (at.classification === undefined && at.labels === undefined) return [];
    const said = { classification: at.classification ?? whole.classification, labels: at.labels ?? whole.labels };
    // Labels that the copy only inherits are refused at the class that it lowered.
    const pointer = (index: number) =>
      at.labels === undefined ? pointerOf("at", account, "classification") : pointerOf("at", account, "labels", index);
    return tooLow(dataset, said, { company, pointer });
  });
  return [...tooLow(dataset, whole, { company, pointer: (index) => pointerOf("labels", index) }), ...copies];
}

type Where = { readonly company: Company; readonly pointer: (index: number) => string };

function tooLow(dataset: Dataset, { classification, labels }: Said, { company, pointer }: Where) {
  const rank = (word: string): number => company.classifications.indexOf(word);
  return labels.flatMap((label, index): readonly CatalogProblem[] => {
    const lowest = Object.hasOwn(company.labels, label) ? company.labels[label] : undefined;
    if (lowest === undefined || rank(classification) === -1 || rank(classification) >= rank(lowest)) return [];
    const problem: CatalogProblem = {
      document: { kind: "Dataset", id: dataset.id },
      pointer: pointer(index),
      code: "label",
      message: `Cannot give ${classification} data the label "${label}": it needs at least ${lowest}`,
    };
    return [problem];
  });
}
