import type { Catalog, Pinned } from "#shared/catalog/catalog.ts";
import type { Decided, Decision, DecisionLimits, PinnedRule, Refused } from "#shared/catalog/decision.ts";
import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import { compileClause, compileSelector, type Fit, type Subject } from "#shared/catalog/fit.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { days, type Millis } from "#shared/kernel/time.ts";

type Policy = Pinned<AccessPolicy>;
type CompiledRule = { readonly rule: AccessRule; readonly fits: (subject: Subject) => Fit };
type CompiledPolicy = {
  readonly policy: Policy;
  readonly covers: (subject: Subject) => Fit;
  readonly rules: readonly CompiledRule[];
};

/** A base policy that says nothing of it: an undecided request ends after a day. */
const PENDING: Millis = days(1);

/** A catalogue never changes, so what was compiled from one holds for as long as anybody has it. */
const compiled = new WeakMap<Catalog, (request: Subject) => Decision>();

/** Who decides on this request, by the {@link compileDecisions} of this very catalogue. */
export function decide(catalog: Catalog, request: Subject): Decision {
  const rights = compiled.get(catalog) ?? compileDecisions(catalog);
  compiled.set(catalog, rights);
  return rights(request);
}

/**
 * Compiles the decision rights of a catalogue.
 *
 * The base policy whose scope fits decides by its first rule that fits. Of the policies that tighten
 * it all rules that fit apply: one that denies wins, stages come after, the lowest limit holds. A
 * fact that is missing never helps: where it would pick the base rule, the request is refused; a
 * tightening rule that may fit applies.
 */
export function compileDecisions(catalog: Catalog): (request: Subject) => Decision {
  const rights = compileRights(catalog);
  return (request) => {
    const decision = rights(request);
    return decision.kind === "refused" ? decision : withinLimits(decision, request);
  };
}

/** The same, but for the length: who would decide, and how much can be asked. */
export function compileRights(catalog: Catalog): (request: Subject) => Decision {
  const policies = [...catalog.accessPolicies.values()].map(compilePolicy);
  const bases = policies.filter(({ policy }) => policy.tightens === undefined);
  return (request) => {
    const base = theOne(bases, request);
    if ("kind" in base) return base;
    const first = firstRule(base, request);
    if ("kind" in first) return first;
    const tightening = policies.filter(
      ({ policy, covers }) => policy.tightens === base.policy.id && covers(request) !== "no",
    );
    const added = tightening.flatMap((each) => applying(each, request));
    const denied = [{ policy: base.policy, rule: first.rule }, ...added].find(({ rule }) => rule.deny !== undefined);
    if (denied !== undefined) return denial(denied);
    const policiesInForce = [base, ...tightening].map(({ policy }) => policy);
    const decided = combined({ policy: base.policy, rule: first.rule }, added, policiesInForce);
    if (decided.stages.length === 0 && !decided.approvedByRule) return nobody(decided);
    return withTemplate(decided, catalog, request);
  };
}

function compilePolicy(policy: Policy): CompiledPolicy {
  return {
    policy,
    covers: compileClause(policy.scope),
    rules: policy.rules.map((rule) => ({ rule, fits: compileSelector(rule.when) })),
  };
}

function theOne(bases: readonly CompiledPolicy[], request: Subject): CompiledPolicy | Refused {
  const unclear = bases.find(({ covers }) => covers(request) === "unknown");
  if (unclear !== undefined) return cannotTell(`whether policy "${unclear.policy.id}" is about it`, unclear.policy);
  const [base, second] = bases.filter(({ covers }) => covers(request) === "fits");
  if (base === undefined) {
    return {
      kind: "refused",
      code: "no-policy",
      because: `Cannot ask for this: no access policy is about ${request.request ?? "such a request"}`,
      remedy: "Ask for something a policy covers, or propose a policy",
    };
  }
  // Checked when loaded; refused again here, because two that fit would mean that order decides.
  return second === undefined
    ? base
    : cannotTell(`which of "${base.policy.id}" and "${second.policy.id}" decides`, base.policy);
}

function firstRule({ policy, rules }: CompiledPolicy, request: Subject): CompiledRule | Refused {
  for (const each of rules) {
    const fit = each.fits(request);
    if (fit === "unknown") return cannotTell(`whether rule "${each.rule.id}" decides`, policy);
    if (fit === "fits") return each;
  }
  return {
    kind: "refused",
    code: "no-rule",
    because: `Cannot ask for this: no rule of policy "${policy.id}" fits it`,
    remedy: "Ask for less, or for other data",
    policy: policy.id,
  };
}

const cannotTell = (what: string, policy: Policy): Refused => ({
  kind: "refused",
  code: "cannot-tell",
  because: `Cannot tell ${what}: the request does not say enough`,
  remedy: "Name what is asked for in full",
  policy: policy.id,
});

type Applied = { readonly policy: Policy; readonly rule: AccessRule };

function applying({ policy, rules }: CompiledPolicy, request: Subject): readonly Applied[] {
  return rules.filter(({ fits }) => fits(request) !== "no").map(({ rule }) => ({ policy, rule }));
}

const denial = ({ policy, rule }: Applied): Refused => ({
  kind: "refused",
  code: "denied",
  because: rule.deny ?? "",
  remedy: `Rule "${rule.id}" of policy "${policy.id}" has no exception; its team can say more`,
  policy: policy.id,
  rule: rule.id,
});

/** An empty approver set is never an approval, however it came to be. */
const nobody = ({ policy, rule }: Decided): Refused => ({
  kind: "refused",
  code: "no-rule",
  because: `Cannot ask for this: rule "${rule}" of policy "${policy}" names nobody who decides`,
  remedy: `Tell the owners of policy "${policy}"`,
  policy,
  rule,
});

function combined(base: Applied, added: readonly Applied[], policies: readonly Policy[]): Decided {
  const { policy, rule } = base;
  const all = [base, ...added];
  const stages = all.flatMap(({ rule: { approve } }) => (approve === undefined || approve === "none" ? [] : approve));
  return {
    kind: "decided",
    ...pinned(base),
    tightenedBy: added.map(pinned),
    stages,
    approvedByRule: stages.length === 0 && rule.approve === "none",
    limits: limitsOf(all, policies),
    ask: policy.ask ?? [],
    pending: policy.pending ?? PENDING,
    remind: policy.remind ?? [],
    ...(policy.escalate === undefined ? {} : { escalate: policy.escalate }),
    ticketRequired: all.some((each) => each.rule.ticket === "required"),
    justificationMin: Math.max(...policies.map((each) => each.justification?.min ?? 0)),
    notify: all.flatMap((each) => each.rule.notify ?? []),
    page: all.flatMap((each) => each.rule.page ?? []),
    ...(rule.review === undefined ? {} : { review: rule.review }),
  };
}

const pinned = ({ policy, rule }: Applied): PinnedRule => ({
  policy: policy.id,
  version: policy.version,
  hash: policy.hash,
  rule: rule.id,
});

const lowest = <Value extends number>(values: readonly (Value | undefined)[]): Value | undefined =>
  values.reduce((low, value) => (value !== undefined && (low === undefined || value < low) ? value : low), undefined);

function limitsOf(all: readonly Applied[], policies: readonly Policy[]): DecisionLimits {
  const max = lowest(all.map(({ rule }) => rule.max));
  const maxTotal = lowest(policies.map((policy) => policy.maxTotal));
  const maxConcurrent = lowest(policies.map((policy) => policy.maxConcurrent));
  return {
    ...(max === undefined ? {} : { max }),
    ...(maxTotal === undefined ? {} : { maxTotal }),
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
  };
}

function withTemplate(decided: Decided, catalog: Catalog, { template }: Subject): Decided {
  const longest = catalog.templates.get(template ?? "")?.max;
  const max = lowest([decided.limits.max, longest]);
  return max === undefined ? decided : { ...decided, limits: { ...decided.limits, max } };
}

function withinLimits(decided: Decided, { duration }: Subject): Decision {
  const max = lowest([decided.limits.max, decided.limits.maxTotal]);
  if (max === undefined || (typeof duration === "number" && duration <= max)) return decided;
  if (duration === null) return decided;
  if (duration === undefined) return { ...refusedLength(decided, max), code: "cannot-tell" };
  return refusedLength(decided, max, duration);
}

const refusedLength = ({ policy, rule }: Decided, max: Millis, asked?: Millis): Refused => ({
  kind: "refused",
  code: "too-long",
  because: `Cannot ask for ${asked === undefined ? "an unknown time" : formatDuration(asked)}: rule "${rule}" of policy "${policy}" gives at most ${formatDuration(max)}`,
  remedy: `Ask for at most ${formatDuration(max)}`,
  policy,
  rule,
});
