import { arn } from "#shared/kernel/ids.ts";
import { standOf } from "#shared/policy/enforce/action-outcome.ts";
import { actionsOf, closedFindings, type Enforcement, verdictsOf } from "#test/support/enforcement.ts";

/**
 * What must hold after any history in which nobody but Tollgate writes. Each breach is a sentence.
 * The cloud is looked at behind Tollgate's back: its own reads may have been lied to.
 */
export async function breaches(deps: Enforcement): Promise<readonly string[]> {
  const actions = await actionsOf(deps);
  const recorded = new Set(actions.map(({ resource }) => resource.arn));
  const unrecorded = deps.cloud.writes.filter((write) => !recorded.has(arn(write.arn)));
  const resolved = (await closedFindings(deps)).filter((finding) => {
    if (finding.state !== "RESOLVED" || finding.because !== "read-back") return false;
    const state = deps.cloud.resources.get(arn(finding.resource));
    return state !== undefined && verdictsOf(state).some(({ rule, is }) => rule === finding.rule && is === "violating");
  });
  const untrue = actions.filter((action) => {
    const state = deps.cloud.resources.get(action.resource.arn);
    return (
      action.state === "DONE" &&
      action.undoneBy === undefined &&
      state !== undefined &&
      standOf(action, state) !== "after"
    );
  });
  return [
    ...unrecorded.map((write) => `a write to ${write.arn} has no row in the ledger`),
    ...resolved.map(({ resource }) => `the finding of ${resource} is resolved, and it is not so`),
    ...untrue.map(({ id }) => `action ${id} is done, and it is not to be seen`),
  ];
}
