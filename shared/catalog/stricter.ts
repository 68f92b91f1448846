import type { Decided, Decision, DecisionLimits } from "#shared/catalog/decision.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";

/**
 * Whether what holds now asks more than what was pinned when the request was decided: it is refused
 * now, asks a stage that was not asked (in that order), gives less, or wants more said.
 *
 * A request that was approved under a looser rule then goes back to be decided anew; when in doubt
 * this says true.
 */
export function stricter(pinned: Decided, current: Decision): boolean {
  if (current.kind === "refused") return true;
  return (
    !asked(current.stages, pinned.stages) ||
    (pinned.approvedByRule && !current.approvedByRule) ||
    lower(current.limits, pinned.limits) ||
    (current.ticketRequired && !pinned.ticketRequired) ||
    current.justificationMin > pinned.justificationMin
  );
}

/** Whether each stage of now was one of then, in the same order. */
function asked(now: readonly Stage[], then: readonly Stage[]): boolean {
  const before = then.map((stage) => JSON.stringify(stage));
  let from = 0;
  return now.every((stage) => {
    const at = before.indexOf(JSON.stringify(stage), from);
    from = at + 1;
    return at !== -1;
  });
}

const lower = (now: DecisionLimits, then: DecisionLimits): boolean =>
  (["max", "maxTotal", "maxConcurrent"] as const).some(
    (limit) => (now[limit] ?? Number.POSITIVE_INFINITY) < (then[limit] ?? Number.POSITIVE_INFINITY),
  );
