import type { ApprovedRequest, Pin } from "#shared/access/access-request.ts";
import { decisionsNow } from "#shared/access/access-request.ts";
import { type Assessment, assess } from "#shared/access/assess.ts";
import type { Facts } from "#shared/access/facts.ts";
import type { HeldGrant } from "#shared/access/holdings.ts";
import { asksMore } from "#shared/access/pin.ts";
import { canBeDecided, peopleInStage } from "#shared/access/stages.ts";

/** What the facts of now make of an approved request. */
export type ActivationCheck =
  | { readonly kind: "go"; readonly assessment: Assessment }
  /** Decided anew, by the rights of now. */
  | { readonly kind: "back"; readonly pin: Pin; readonly because: string }
  | { readonly kind: "blocked"; readonly because: string }
  /** Frozen: neither granted nor lost. */
  | { readonly kind: "wait"; readonly because: string };

/** The guardrails that are asked again right before anything is granted. */
const AGAIN = ["active", "four-people", "eligibility", "concurrency", "policy", "residency", "size"];

/**
 * Whether what was approved may be granted now. A policy that asks more than the pinned one, or somebody who
 * decided and would not be asked any more, sends it back; what may not be granted at all is blocked.
 */
export function activationCheck(
  request: ApprovedRequest,
  openGrants: readonly HeldGrant[],
  facts: Facts,
): ActivationCheck {
  if (facts.frozen.frozen) return { kind: "wait", because: facts.frozen.because };
  const assessment = assess({ ask: request, items: request.items, openGrants }, facts);
  if (!assessment.pin.ok) return { kind: "blocked", because: assessment.pin.error.because };
  const pin = assessment.pin.value;
  const failed = assessment.checks.find(({ check, result }) => result === "fail" && AGAIN.includes(check));
  if (failed !== undefined) return { kind: "blocked", because: `${failed.check}: ${failed.because}` };
  const because = backBecause(request, pin, facts);
  if (because === undefined) return { kind: "go", assessment };
  return canBeDecided({ ...request, pin }, facts)
    ? { kind: "back", pin, because }
    : { kind: "blocked", because: `${because}, and nobody could decide anew` };
}

function backBecause(request: ApprovedRequest, pin: Pin, facts: Facts): string | undefined {
  if (asksMore(request.pin, pin)) return "the policy asks more than it did";
  const gone = decisionsNow(request).find(({ person, stage }) => {
    const pinned = request.pin.stages[stage];
    return pinned === undefined || !peopleInStage(pinned, request, facts).includes(person);
  });
  return gone === undefined ? undefined : `${gone.person} decided, and would not be asked any more`;
}
