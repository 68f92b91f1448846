import type { Check } from "#shared/catalog/checks/checking.ts";
import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { Clause } from "#shared/catalog/documents/selector.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import { NO_COMPANY } from "#shared/catalog/empty-catalog.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";
import { hours } from "#shared/kernel/time.ts";

/** Every rule names somebody who decides, or says in a word that nobody does, where that is allowed. */
export const checkApprovers: Check = ({ index }) => {
  const company = index.all("Company")[0] ?? NO_COMPANY;
  return index.all("AccessPolicy").flatMap((policy) => [
    ...nobodyAsks(policy),
    ...policy.rules.flatMap((rule, at) =>
      faultsOf(policy, rule, company).map(({ field, ...fault }) => ({
        document: { kind: "AccessPolicy" as const, id: policy.id },
        pointer: pointerOf("rules", at, ...field),
        ...fault,
      })),
    ),
  ]);
};

type Fault = Pick<CatalogProblem, "code" | "message"> & { readonly field: readonly (string | number)[] };

function nobodyAsks({ id, tightens, ask = [] }: AccessPolicy): readonly CatalogProblem[] {
  if (tightens !== undefined || ask.length > 0) return [];
  const problem: CatalogProblem = {
    document: { kind: "AccessPolicy", id },
    pointer: "/ask",
    code: "nobody-asks",
    message: `Cannot load policy "${id}": "ask" names nobody who may ask`,
  };
  return [problem];
}

function faultsOf(policy: AccessPolicy, rule: AccessRule, company: Company): readonly Fault[] {
  const { id, approve, deny } = rule;
  if (deny !== undefined) {
    if (approve === undefined) return [];
    return [
      {
        field: ["deny"],
        code: "deny-and-approve",
        message: `Cannot load rule "${id}": it denies and approves; keep one`,
      },
    ];
  }
  if (approve === "none") return policy.tightens === undefined ? faultsOfNone(policy, rule, company) : [];
  if (approve === undefined && policy.tightens !== undefined) return [];
  const stages = approve ?? [];
  return stages.length === 0
    ? [empty(rule, policy, company)]
    : stages.flatMap((stage, at) => faultsOfStage(id, stage, at));
}

function empty(rule: AccessRule, policy: AccessPolicy, company: Company): Fault {
  const guarded = guardedClass(rule, company);
  const refused = guarded === undefined || policy.tightens !== undefined ? "" : `, refused for ${guarded} data`;
  return {
    field: ["approve"],
    code: "nobody-decides",
    message: `Cannot load rule "${rule.id}": approve is empty; the word for no approver is "none"${refused}`,
  };
}

function faultsOfStage(rule: string, { need, of }: Stage, at: number): readonly Fault[] {
  const field = ["approve", at];
  if (of.length === 0) {
    return [{ field, code: "nobody-decides", message: `Cannot load rule "${rule}": a stage of approve names nobody` }];
  }
  if (need !== "each" && (!Number.isInteger(need) || need < 1)) {
    return [
      {
        field,
        code: "nobody-decides",
        message: `Cannot load rule "${rule}": a stage needs ${need} people; write 1 or more`,
      },
    ];
  }
  return [];
}

/** So that no reordering can widen it, a rule that asks nobody says all of these itself, in each of its clauses. */
const SAYS = ["access", "classification", "environment"] as const;

function faultsOfNone(policy: AccessPolicy, rule: AccessRule, company: Company): readonly Fault[] {
  const clauses: readonly Clause[] = rule.when ?? [{}];
  if (isBreakGlass(policy)) {
    const long = clauses.some(({ duration }) => duration?.max === undefined || duration.max > hours(1));
    return long ? [none(rule, "for break-glass it needs a longest duration of at most 1h")] : [];
  }
  const guarded = guardedClass(rule, company);
  if (guarded !== undefined && clauses.some(({ classification }) => classification !== undefined)) {
    return [none(rule, `it is refused for ${guarded} data`)];
  }
  const missing = SAYS.filter((key) => clauses.some((clause) => clause[key] === undefined || clause[key].length === 0));
  const lengths = clauses.some(({ duration }) => duration?.max === undefined) ? ["a longest duration"] : [];
  const lacks = [...missing, ...lengths];
  if (lacks.length === 0) return [];
  return [
    none(
      rule,
      `the rule itself must name access, classification, environment and a longest duration; it lacks ${lacks.join(" and ")}`,
    ),
  ];
}

const none = ({ id }: AccessRule, because: string): Fault => ({
  field: ["approve"],
  code: "nobody-decides",
  message: `Cannot load rule "${id}" with "none": ${because}`,
});

const isBreakGlass = ({ scope }: AccessPolicy): boolean =>
  scope.request !== undefined &&
  scope.request.length > 0 &&
  scope.request.every((request) => request === "break-glass");

/**
 * The least protected class that a rule may be about and that always asks somebody: `confidential` and
 * `restricted`, and in other vocabularies the upper half and whatever a label demands.
 */
function guardedClass({ when = [{}] }: AccessRule, company: Company): string | undefined {
  const { classifications, labels } = company;
  const demanded = new Set(Object.values(labels));
  const guarded = classifications.filter(
    (word, rank) =>
      rank >= classifications.length / 2 || demanded.has(word) || word === "confidential" || word === "restricted",
  );
  const named = guarded.find((word) => when.some(({ classification }) => classification?.includes(word)));
  return named ?? (when.some((clause) => clause.labels !== undefined) ? "labelled" : undefined);
}
