import { type Check, type Checking, vocabularyOf } from "#shared/catalog/checks/checking.ts";
import { shadowing } from "#shared/catalog/checks/rule-reach.ts";
import { clausesMeet } from "#shared/catalog/clause-algebra.ts";
import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";

/** Every rule can decide something, is named once, and base policies do not overlap. */
export const checkReach: Check = (checking) => {
  const policies = checking.index.all("AccessPolicy");
  const bases = policies.filter(({ tightens }) => tightens === undefined);
  return [
    ...policies.flatMap(sameRuleId),
    // The rules of a policy that tightens all apply: none can be in another's way.
    ...bases.flatMap((policy) => policy.rules.flatMap((rule, at) => unreached(policy, { rule, at }, checking))),
    ...bases.flatMap((policy, at) => bases.slice(0, at).flatMap((other) => overlap(policy, other))),
  ];
};

function unreached(
  policy: AccessPolicy,
  { rule, at }: { readonly rule: AccessRule; readonly at: number },
  { catalog, placeOf }: Checking,
): readonly CatalogProblem[] {
  const earlier = shadowing(policy, at, vocabularyOf(catalog));
  if (earlier === undefined) return [];
  const document = { kind: "AccessPolicy", id: policy.id } as const;
  const names = earlier.map((each) => {
    const line = placeOf?.({ document, pointer: `/rules/${policy.rules.indexOf(each)}` })?.line;
    return `"${each.id}"${line === undefined ? "" : ` on line ${line}`}`;
  });
  const fit = names.length === 1 ? "fits" : "together fit";
  const problem: CatalogProblem = {
    document,
    pointer: `/rules/${at}`,
    code: "never-decides",
    message: `Cannot reach rule "${rule.id}": ${names.join(" and ")} ${fit} every request it fits`,
  };
  return [problem];
}

function sameRuleId({ id, rules }: AccessPolicy): readonly CatalogProblem[] {
  return rules.flatMap((rule, at) => {
    const first = rules.findIndex((each) => each.id === rule.id);
    if (first === at) return [];
    const problem: CatalogProblem = {
      document: { kind: "AccessPolicy", id },
      pointer: `/rules/${at}/id`,
      code: "same-id",
      message: `Cannot load a second rule "${rule.id}": a rule's id is given once`,
    };
    return [problem];
  });
}

function overlap(policy: AccessPolicy, other: AccessPolicy): readonly CatalogProblem[] {
  if (!clausesMeet(policy.scope, other.scope)) return [];
  const problem: CatalogProblem = {
    document: { kind: "AccessPolicy", id: policy.id },
    pointer: "/scope",
    code: "policies-overlap",
    message: `Cannot tell which decides, "${policy.id}" or "${other.id}": one request may fit the scope of both; write "tightens: ${other.id}", or narrow one`,
  };
  return [problem];
}
