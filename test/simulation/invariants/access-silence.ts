import type { AccessRequest, PendingRequest, PinnedStage } from "#shared/access/access-request.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";

type Say = (sentence: string) => void;

export type PendingWrite = {
  readonly was: AccessRequest;
  readonly is: AccessRequest;
  readonly at: EpochMillis;
};

/** Reminders and escalation: each once in a round, at its time, before the lapse, and nothing else with them. */
export function checkSilence({ was, is, at }: PendingWrite, say: Say): void {
  if (was.state !== "PENDING" || is.state !== "PENDING" || is.round !== was.round) checkFresh(is, say);
  else checkSameRound({ was, is, at }, say);
}

type Spoken = { readonly was: PendingRequest; readonly is: PendingRequest; readonly at: EpochMillis };

function checkSameRound({ was, is, at }: Spoken, say: Say): void {
  if (is.reminded < was.reminded) say(`silence: request ${is.id} may be reminded of again`);
  if (escalationsOf(is) < escalationsOf(was)) say(`silence: request ${is.id} forgot that it was escalated`);
  if (escalationsOf(is) > 1) say(`silence: request ${is.id} was escalated twice in round ${is.round}`);
  const decided = is.decisions.length > was.decisions.length;
  if (is.reminded !== was.reminded || escalationsOf(is) !== escalationsOf(was)) checkSpoken({ was, is, at }, say);
  else if (!decided) say(`silence: request ${is.id} was written, and nothing was said or decided`);
}

function checkSpoken({ was, is, at }: Spoken, say: Say): void {
  if (at >= Math.min(was.pendingUntil, was.approvedUntil ?? was.pendingUntil))
    say(`silence: request ${is.id} was spoken of after its lapse`);
  if (is.stage !== was.stage || is.decisions.length > was.decisions.length)
    say(`silence: request ${is.id} moved on and was spoken of in one write`);
  checkMoment({ was, is, at }, say);
}

/** A round begins unspoken of. */
function checkFresh(is: AccessRequest, say: Say): void {
  if (is.state === "PENDING" && (is.reminded > 0 || escalationsOf(is) > 0))
    say(`silence: round ${is.round} of request ${is.id} begins with what was said in another`);
}

function checkMoment({ was, is, at }: Spoken, say: Say): void {
  const rights = was.pin.items.flatMap(({ remind }) => remind);
  const passed = new Set(rights.filter((after) => plus(was.roundAt, after) <= at)).size;
  if (is.reminded > passed) say(`silence: request ${is.id} is reminded of ${is.reminded} times, and ${passed} are due`);
  const after = was.pin.items[was.pin.stages[was.stage]?.item ?? -1]?.escalate?.after;
  const early = after === undefined || at < plus(was.askedAt, after);
  if (escalationsOf(is) > escalationsOf(was) && early) say(`silence: request ${is.id} is escalated before its time`);
}

const isEscalated = ({ escalated }: PinnedStage): boolean => escalated !== undefined;

const escalationsOf = ({ pin }: AccessRequest): number => pin.stages.filter(isEscalated).length;
