import type { Finding } from "#shared/findings/finding.ts";
import { announced, type FindingChange } from "#shared/findings/finding-change.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";
import { type Action, inverseOf, isUnsettled } from "#shared/policy/enforce/action.ts";

/** What a finding says once its action is settled. Undefined where that is no news, or it is closed. */
export const afterAction = (finding: Finding, action: Action, now: EpochMillis): FindingChange | undefined =>
  finding.state === "RESOLVED"
    ? undefined
    : announced(finding, { ...nextOf(action, now), ...undoOf(action), ...writingOf(action, finding) });

/** Known to have happened or not to have: from then on another may be begun. */
const writingOf = (action: Action, { writing }: Finding) =>
  writing !== action.id || isUnsettled(action) ? {} : ({ writing: "none" } as const);

function nextOf(action: Action, now: EpochMillis) {
  if (isUnsettled(action)) return { next: { what: "Written; not seen yet, looked at again", at: action.nextAt } };
  // Once more through the judge: only what it reads closes the finding.
  if (action.state === "DONE") return { next: { what: "Written and read back; judged again", at: now } };
  return { next: { what: action.state === "FAILED" ? `Could not be written: ${action.because}` : "Waits" } };
}

function undoOf(action: Action) {
  if (action.state !== "DONE") return {};
  const cannot = irretrievable(action);
  return {
    undo: { action: action.id, until: plus(action.at, action.undo), ...(cannot === undefined ? {} : { cannot }) },
  };
}

/** What taking an action back does not bring back; undefined when it brings back everything. */
export function irretrievable(action: Pick<Action, "changes">): string | undefined {
  const lowered = action.changes.filter(({ direction }) => direction === "lower");
  const raisedBack = action.changes.map(inverseOf).filter(({ direction }) => direction === "lower");
  if (lowered.length > 0) return "What was deleted while it was kept for a shorter time does not come back";
  return raisedBack.length > 0 ? "Taking it back deletes what has been kept longer since" : undefined;
}
