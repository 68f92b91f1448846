import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Check } from "#shared/catalog/checks/checking.ts";
import { selectorsMeet } from "#shared/catalog/clause-algebra.ts";
import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import { ACCESS_LEVELS } from "#shared/catalog/documents/document.ts";
import { stageText } from "#shared/catalog/documents/who.ts";
import { compileSelector, type Subject } from "#shared/catalog/fit.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";
import { placeFacts } from "#shared/catalog/request-facts.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { type Millis, seconds } from "#shared/kernel/time.ts";

/** A policy that tightens adds stages, lowers limits or denies, and tightens a base policy. */
export const checkTightening: Check = ({ index, catalog }) =>
  index.all("AccessPolicy").flatMap((policy) => {
    if (policy.tightens === undefined) return [];
    const base = index.find("AccessPolicy", policy.tightens);
    if (base === undefined) return [];
    if (base.tightens !== undefined)
      return [
        loosens(
          policy,
          "/tightens",
          `Cannot tighten "${base.id}": it tightens "${base.tightens}" itself; name that one`,
        ),
      ];
    return [
      ...looserLimits(policy, base),
      ...policy.rules.flatMap((_, at) => looserRule({ policy, base, at }, catalog)),
    ];
  });

const loosens = ({ id }: AccessPolicy, pointer: string, message: string): CatalogProblem => ({
  document: { kind: "AccessPolicy", id },
  pointer,
  code: "loosens",
  message,
});

function looserLimits(policy: AccessPolicy, base: AccessPolicy): readonly CatalogProblem[] {
  const lengths = (["maxTotal", "pending"] as const).flatMap((limit) => {
    const [mine, theirs] = [policy[limit], base[limit]];
    if (mine === undefined || theirs === undefined || mine <= theirs) return [];
    return [
      loosens(
        policy,
        `/${limit}`,
        `Cannot tighten "${base.id}" with ${limit} ${formatDuration(mine)}: it gives ${formatDuration(theirs)}`,
      ),
    ];
  });
  const count =
    policy.maxConcurrent !== undefined && base.maxConcurrent !== undefined && policy.maxConcurrent > base.maxConcurrent
      ? [
          loosens(
            policy,
            "/maxConcurrent",
            `Cannot tighten "${base.id}" with maxConcurrent ${policy.maxConcurrent}: it gives ${base.maxConcurrent}`,
          ),
        ]
      : [];
  return [...lengths, ...count];
}

type Tightening = { readonly policy: AccessPolicy; readonly base: AccessPolicy; readonly at: number };

function looserRule({ policy, base, at }: Tightening, catalog: Catalog): readonly CatalogProblem[] {
  const rule = policy.rules[at];
  if (rule === undefined) return [];
  const met = rulesMet(policy, base, { rule, catalog });
  if (rule.approve === "none") {
    const asked = met.find(({ approve }) => approve !== undefined && approve !== "none");
    const asks =
      asked === undefined || asked.approve === "none" ? "" : (asked.approve ?? []).map(stageText).join(", then ");
    const because = asked === undefined ? "who decides less is never tighter" : `its rule "${asked.id}" asks ${asks}`;
    return [loosens(policy, pointerOf("rules", at, "approve"), `Cannot tighten "${base.id}" with "none": ${because}`)];
  }
  const longest = longestOf(met);
  if (rule.max === undefined || longest === undefined || rule.max <= longest.max) return [];
  const message = `Cannot tighten "${base.id}" with a max of ${formatDuration(rule.max)}: its rule "${longest.id}" gives ${formatDuration(longest.max)}`;
  return [loosens(policy, pointerOf("rules", at, "max"), message)];
}

/** The longest limit among the rules, when every one of them has one. */
function longestOf(rules: readonly AccessRule[]): { readonly id: string; readonly max: Millis } | undefined {
  const limited = rules.flatMap(({ id, max }) => (max === undefined ? [] : [{ id, max }]));
  if (limited.length < rules.length) return undefined;
  return limited.toSorted((left, right) => right.max - left.max)[0];
}

/** The base rules that decide where the tightening rule may apply: by the datasets its scope names, else by its words. */
function rulesMet(
  policy: AccessPolicy,
  base: AccessPolicy,
  { rule, catalog }: { readonly rule: AccessRule; readonly catalog: Catalog },
): readonly AccessRule[] {
  const mine = compileSelector(rule.when);
  const compiled = base.rules.map((each) => ({ rule: each, fits: compileSelector(each.when) }));
  const decided = (policy.scope.dataset ?? [])
    .flatMap((id) => factsOf(catalog, id))
    .filter((facts) => mine(facts) !== "no")
    .flatMap((facts) => compiled.find(({ fits }) => fits(facts) === "fits")?.rule ?? []);
  if (decided.length > 0) return [...new Set(decided)];
  const meeting = base.rules.filter(
    ({ when }) => selectorsMeet(when, rule.when) && selectorsMeet(when, [policy.scope]),
  );
  return meeting.toSorted((left, right) => stagesOf(right) - stagesOf(left));
}

const stagesOf = ({ approve }: AccessRule): number => (Array.isArray(approve) ? approve.length : 0);

const factsOf = (catalog: Catalog, id: string): readonly Subject[] =>
  ACCESS_LEVELS.flatMap((access) =>
    (catalog.datasets.get(id)?.at ?? []).map(({ account }) => ({
      ...placeFacts(catalog, { dataset: id, account }),
      access,
      template: null,
      danger: null,
      duration: seconds(1),
    })),
  );
