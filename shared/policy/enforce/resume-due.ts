import type { Pending } from "#shared/findings/pending.ts";
import { accountNumber, arn } from "#shared/kernel/ids.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import { refOfFinding } from "#shared/policy/enforce/approve-fix.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { resumeAction } from "#shared/policy/enforce/perform-action.ts";
import { eventRun } from "#shared/policy/enforce/policy-state.ts";
import { wasNeverJudged } from "#shared/policy/enforce/resource-rows.ts";
import { resumeUndo } from "#shared/policy/enforce/resume-undo.ts";
import type { Stored } from "#shared/storage/record.ts";

/** What was taken up in one pass. */
export type Resumed = { readonly pending: number; readonly actions: number; readonly findings: number };

const AT_ONCE = 100;

/**
 * Everything whose moment has come: resources that waited to be judged, writes that nobody settled,
 * graces and exemptions that ended. Rows say what is due, so a lost message or a dead worker costs
 * time and nothing else. One that fails does not hold up the others.
 */
export async function resumeDue(deps: EnforceDeps, onFault: (what: string, fault: unknown) => void): Promise<Resumed> {
  const now = deps.clock.now();
  const run = eventRun(now);
  const guarded = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (fault) {
      onFault(what, fault);
    }
  };
  const pending = await deps.stores.pending.due(now, AT_ONCE);
  for (const stored of pending) await guarded(stored.value.resource.arn, () => judgeWaiting({ stored, run }, deps));
  const actions = await deps.stores.actions.due(now, AT_ONCE);
  for (const { id, state } of actions)
    await guarded(id, () => (state === "WAITING" ? resumeUndo(id, deps) : resumeAction(id, deps)));
  const findings = await deps.stores.findings.due(now, AT_ONCE);
  const refs = new Map(
    findings.map((finding) => [finding.resource, { ref: refOfFinding(finding), by: finding.foundBy }]),
  );
  for (const { ref, by } of refs.values())
    await guarded(ref.arn, async () => {
      // What waits to be read has its own pauses.
      const waiting = await deps.stores.pending.find(ref.arn);
      if (waiting !== undefined && waiting.value.over !== true) return;
      await governResource({ ref, foundBy: by, run }, deps);
    });
  return { pending: pending.length, actions: actions.length, findings: refs.size };
}

type WaitingRow = { readonly stored: Stored<Pending>; readonly run: string };

/**
 * Judges what waited. At the first look, all that it stands on is known without asking the table: its own row was just
 * listed, nothing was ever found of it, and the rest is as this process saw it last. What is recorded is recorded on
 * condition that all of it is so.
 */
function judgeWaiting({ stored, run }: WaitingRow, deps: EnforceDeps): Promise<unknown> {
  const { resource, creator } = stored.value;
  const ref = refOf(resource);
  const govern = () =>
    governResource({ ref, foundBy: "event", run, ...(creator === undefined ? {} : { creator }) }, deps);
  const isFirstLook = creator !== undefined && wasNeverJudged(stored);
  return isFirstLook ? deps.stores.optimistically(govern) : govern();
}

const refOf = (resource: {
  readonly arn: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
}): ResourceRef => ({
  arn: arn(resource.arn),
  type: resource.type,
  account: accountNumber(resource.account),
  region: resource.region,
});
