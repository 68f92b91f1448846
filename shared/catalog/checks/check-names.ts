import type { Check, Checking } from "#shared/catalog/checks/checking.ts";
import { formerNames } from "#shared/catalog/current-names.ts";
import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";
import { type Reference, type ReferenceTo, referencesOf } from "#shared/catalog/references.ts";

const WORDS: { readonly [to in ReferenceTo]: string } = {
  Company: "company",
  Directory: "directory",
  Account: "account",
  Team: "team",
  Dataset: "dataset",
  Workload: "workload",
  Template: "template",
  AccessPolicy: "access policy",
  Policy: "policy",
  Exemption: "exemption",
  AllocationRule: "allocation rule",
  Budget: "budget",
  Report: "report",
  Route: "route",
  group: "group",
  environment: "environment",
  classification: "classification",
  label: "label",
};

/** Every name must name something, by today's id or a former one. */
export const checkNames: Check = (checking) =>
  checking.documents.flatMap((document) => [
    ...referencesOf(document)
      .filter((reference) => !knows(reference, checking))
      .map((reference) => unknown(document, reference, checking)),
    ...formerNames(document, checking.index),
  ]);

const knows = (reference: Reference, checking: Checking): boolean => {
  const { to, id } = reference;
  const words = wordsOf(to, checking);
  return words === undefined ? find(reference, checking) : words.includes(id);
};

const find = ({ to, id }: Reference, { index }: Checking): boolean =>
  to !== "group" &&
  to !== "environment" &&
  to !== "classification" &&
  to !== "label" &&
  index.find(to, id) !== undefined;

/** The words of Company and Directory; undefined for references to documents. */
function wordsOf(to: ReferenceTo, { index }: Checking): readonly string[] | undefined {
  const company = index.all("Company")[0];
  switch (to) {
    case "group":
      return index.all("Directory").flatMap(({ groups }) => Object.keys(groups));
    case "environment":
      return company?.environments ?? [];
    case "classification":
      return company?.classifications ?? [];
    case "label":
      return Object.keys(company?.labels ?? {});
    default:
      return undefined;
  }
}

function unknown(document: GovernanceDocument, reference: Reference, checking: Checking): CatalogProblem {
  const { to, id, pointer } = reference;
  const known = wordsOf(to, checking) ?? (isDocument(to) ? checking.index.all(to).map((each) => each.id) : []);
  const meant = didYouMean(id, known);
  const hint = meant === undefined ? hintOf(to, known) : `: did you mean "${meant}"`;
  return {
    document: checking.index.refOf(document),
    pointer,
    code: `unknown-${WORDS[to].replaceAll(" ", "-")}`,
    message: `Cannot find ${WORDS[to]} "${id}"${hint}`,
    ...(meant === undefined ? {} : { fix: meant }),
  };
}

const isDocument = (to: ReferenceTo): to is GovernanceDocument["kind"] => /^[A-Z]/.test(to);

function hintOf(to: ReferenceTo, known: readonly string[]): string {
  if (known.length === 0) return `: no ${WORDS[to]} is defined`;
  return isDocument(to) || to === "group" ? "" : `: it is one of ${known.join(", ")}`;
}
