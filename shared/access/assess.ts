import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { Effect, Guardrail, Item, Pin } from "#shared/access/access-request.ts";
import { effectOf } from "#shared/access/effect.ts";
import type { Facts } from "#shared/access/facts.ts";
import { type CheckInput, guardrails } from "#shared/access/guardrails.ts";
import type { HeldGrant } from "#shared/access/holdings.ts";
import { pinOf } from "#shared/access/pin.ts";
import type { Plan } from "#shared/access/plan.ts";
import { policyDocument } from "#shared/access/policy-document.ts";
import { policyFaults } from "#shared/access/policy-guard.ts";
import { compileTemplate } from "#shared/access/template-compile.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Refused } from "#shared/catalog/decision.ts";
import type { Result } from "#shared/kernel/result.ts";
import { type EpochMillis, type Millis, plus } from "#shared/kernel/time.ts";

/** A request looked at from all sides, before anything is written. */
export type Assessment = {
  readonly items: readonly Item[];
  readonly pin: Result<Pin, Refused>;
  readonly plans: readonly Plan[];
  readonly checks: readonly Guardrail[];
  /** What it would allow, in words. */
  readonly effect: Effect;
};

export type Assessed = {
  readonly ask: AccessAsk;
  readonly items: readonly Item[];
  readonly openGrants: readonly HeldGrant[];
};

/** Decision rights, compiled policies, guardrails and the effect in words: the same for a preview, a request and its activation. */
export function assess({ ask, items, openGrants }: Assessed, facts: Facts): Assessment {
  const pin = pinOf(facts.catalog, items, ask.duration);
  const plans = items.map((item) => planOf(facts.catalog, item, { from: facts.now, duration: ask.duration }));
  const input: CheckInput = { ask, items, pin, plans, openGrants, facts };
  return {
    items,
    pin,
    plans,
    checks: guardrails(input),
    effect: effectOf(
      ask,
      items.map((item, index) => ({ item, says: plans[index]?.compiled?.effect })),
      { catalog: facts.catalog, byRule: pin.ok && pin.value.stages.length === 0 },
    ),
  };
}

function planOf(catalog: Catalog, item: Item, window: { readonly from: EpochMillis; readonly duration: Millis }): Plan {
  const compiled = compileTemplate(catalog, item);
  if (!compiled.ok) return { compiled: undefined, problems: compiled.error.problems, document: undefined };
  const document = policyDocument(compiled.value.statements, {
    notBefore: window.from,
    until: plus(window.from, window.duration),
  });
  return { compiled: compiled.value, problems: policyFaults(document), document };
}
