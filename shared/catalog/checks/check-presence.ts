import type { Check } from "#shared/catalog/checks/checking.ts";
import { defaultOf } from "#shared/catalog/defaults.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";

/** One Company, one Directory, a team for everything, a route for every finding, what a tier requires. */
export const checkPresence: Check = ({ documents, index }) => {
  const company = index.all("Company")[0];
  return [
    ...onlyOne("Company", documents),
    ...onlyOne("Directory", documents),
    ...documents.filter(lacksTeam).map(homeless),
    ...noRoute(documents),
    ...(company === undefined
      ? []
      : [...twoDefaults(company), ...documents.flatMap((each) => lacksRunbook(each, company))]),
  ];
};

function onlyOne(kind: "Company" | "Directory", documents: readonly GovernanceDocument[]): readonly CatalogProblem[] {
  const [first, ...more] = documents.filter((document) => document.kind === kind);
  if (first === undefined) {
    const some = documents[0];
    if (some === undefined) return [];
    const problem = {
      document: { kind: some.kind, id: some.id },
      pointer: "",
      code: `no-${kind.toLowerCase()}`,
      message: `Cannot load a catalogue without a ${kind}: write exactly one`,
    };
    return [problem];
  }
  return more
    .filter(({ id }) => id !== first.id)
    .map(({ id }) => ({
      document: { kind, id },
      pointer: "/kind",
      code: `second-${kind.toLowerCase()}`,
      message: `Cannot load a second ${kind} "${id}": "${first.id}" is the one`,
    }));
}

const OWNED = new Set<GovernanceDocument["kind"]>([
  "Account",
  "Dataset",
  "Workload",
  "Template",
  "AccessPolicy",
  "Policy",
  "Exemption",
  "AllocationRule",
  "Budget",
  "Report",
  "Route",
]);

const lacksTeam = ({ kind, team }: GovernanceDocument): boolean => OWNED.has(kind) && team === undefined;

const homeless = ({ kind, id }: GovernanceDocument): CatalogProblem => ({
  document: { kind, id },
  pointer: "",
  code: "no-team",
  message: `Cannot tell whose ${kind} "${id}" is: write "team", or put it in the folder of its team`,
});

function noRoute(documents: readonly GovernanceDocument[]): readonly CatalogProblem[] {
  const company = documents.find(({ kind }) => kind === "Company");
  const all = documents.some((document) => document.kind === "Route" && document.when === undefined);
  if (company === undefined || all) return [];
  const problem: CatalogProblem = {
    document: { kind: "Company", id: company.id },
    pointer: "",
    code: "no-route",
    message: 'Cannot deliver every finding: write one Route without "when"',
  };
  return [problem];
}

/** A field by tier and by classification would need a precedence to learn. */
function twoDefaults({ id, defaults }: Company): readonly CatalogProblem[] {
  const byTier = new Set(Object.values(defaults?.tier ?? {}).flatMap((fields) => Object.keys(fields)));
  return Object.entries(defaults?.classification ?? {}).flatMap(([classification, fields]) =>
    Object.keys(fields)
      .filter((field) => byTier.has(field))
      .map((field) => ({
        document: { kind: "Company" as const, id },
        pointer: pointerOf("defaults", "classification", classification, field),
        code: "two-defaults",
        message: `Cannot give "${field}" by classification: it is given by tier; a field has one of the two`,
      })),
  );
}

function lacksRunbook(document: GovernanceDocument, company: Company): readonly CatalogProblem[] {
  if ((document.kind !== "Dataset" && document.kind !== "Workload") || document.runbook !== undefined) return [];
  const { kind, id, tier } = document;
  const asking = kind === "Dataset" ? { tier, classification: document.classification } : { tier };
  if (defaultOf("requires", asking, company)?.value.includes("runbook") !== true) return [];
  const problem: CatalogProblem = {
    document: { kind, id },
    pointer: "/tier",
    code: "runbook-required",
    message: `Cannot leave out "runbook" of ${kind} "${id}": tier ${tier} requires one`,
  };
  return [problem];
}
