import { type EpochMillis, type Millis, minutes, plus } from "#shared/kernel/time.ts";
import type { ReadResource, ResourceState, WriteReply } from "#shared/policy/cloud.ts";
import { type Action, type ActionStatus, afterOf, settingOf, valueText } from "#shared/policy/enforce/action.ts";
import { CONSISTENT_AFTER } from "#shared/policy/enforce/enforce-deps.ts";
import { valueIn } from "#shared/policy/enforce/sighting-of.ts";

/** After so many attempts an action that was not seen to work has failed. */
export const ATTEMPTS = 6;

export const GONE = "the resource is gone";

/** How a resource stands to an action: as it was before, as it should be after, or as somebody else made it. */
export type Stand = "before" | "after" | "between" | "other";

/** Compares what was read with both images of an action. A setting that is neither is somebody else's. */
export function standOf(action: Pick<Action, "changes">, resource: ResourceState): Stand {
  const values = action.changes.map(({ change, before }) => ({
    before,
    after: afterOf(change),
    now: valueIn(resource, change),
  }));
  if (values.every(({ now, after }) => now === after)) return "after";
  if (values.every(({ now, before }) => now === before)) return "before";
  return values.every(({ now, before, after }) => now === before || now === after) ? "between" : "other";
}

/** What is known of an action's call: its answer, or that none was made, and the reading after it. */
export type Seen = {
  readonly reply: WriteReply | "not-sent";
  readonly readBack: ReadResource;
  /** Whether the reading may show the resource as it was before it came to be wrong. */
  readonly mayPredate: boolean;
};

/**
 * Whether a reading asked for right after a call may be older than what the call was made upon, so that it says
 * nothing of the call. It shows the wanted values without an accepted call: as likely as that the call acted all the
 * same is that a person changed them a moment ago, and that the account still shows what was there before. So it is with
 * an accepted one, which may have done nothing, where the resource was not known to be wrong for long enough. It shows
 * values that are neither the old nor the wanted ones: likewise.
 *
 * A resource that is taken up again is read {@link CONSISTENT_AFTER} after the call or later, which is soon enough
 * to be sure.
 */
export function isTooSoon(action: Pick<Action, "changes">, { reply, readBack, mayPredate }: Seen): boolean {
  if (reply === "not-sent" || readBack.kind !== "read") return false;
  const stand = standOf(action, readBack.state);
  return stand === "other" || (stand === "after" && (reply.kind !== "accepted" || mayPredate));
}

/**
 * Where an action stands once its write was answered and the resource read again.
 *
 * Only the reading is evidence: an accepted write that cannot be seen is not done, and one that was
 * refused or never answered but can be seen later is. What nobody knows stays unknown and is read again.
 */
export function outcomeOf(
  action: Action & { readonly attempts: number },
  { now, ...seen }: Seen & { readonly now: EpochMillis },
): ActionStatus {
  const { reply, readBack } = seen;
  const { attempts } = action;
  const nextAt = plus(now, backOff(attempts));
  if (readBack.kind === "gone") return { state: "FAILED", at: now, because: GONE };
  if (readBack.kind !== "read") return lookAgain(action, { because: "written, but not to be read", now, nextAt });
  // However often it was tried: one more look tells.
  if (isTooSoon(action, seen))
    return { state: "UNKNOWN", attempts, nextAt, because: `${answerText(reply)}, and read back too soon to tell` };
  const stand = standOf(action, readBack.state);
  if (stand === "after") return { state: "DONE", at: now };
  if (stand === "other") return { state: "FAILED", at: now, because: otherText(action, readBack.state) };
  if (reply !== "not-sent" && reply.kind === "refused") return ofRefusal(reply, { attempts, now, nextAt });
  return lookAgain(action, {
    because: `${answerText(reply)}, but read back as ${valuesText(action, readBack.state)}`,
    now,
    nextAt,
  });
}

/** 10 s, 20 s, 40 s … up to 5 min: never before the account must show what was written last. */
const backOff = (attempts: number): Millis => Math.min(CONSISTENT_AFTER * 2 ** (attempts - 1), minutes(5)) as Millis;

type Look = { readonly because: string; readonly now: EpochMillis; readonly nextAt: EpochMillis };

const lookAgain = ({ attempts }: { readonly attempts: number }, { because, now, nextAt }: Look): ActionStatus =>
  attempts >= ATTEMPTS ? { state: "FAILED", at: now, because } : { state: "UNKNOWN", attempts, nextAt, because };

function ofRefusal(
  reply: Extract<WriteReply, { kind: "refused" }>,
  { attempts, now, nextAt }: { readonly attempts: number; readonly now: EpochMillis; readonly nextAt: EpochMillis },
): ActionStatus {
  if (reply.forGood || attempts >= ATTEMPTS) return { state: "FAILED", at: now, because: `refused with ${reply.code}` };
  return { state: "INTENDED", attempts, nextAt };
}

function answerText(reply: Seen["reply"]): string {
  if (reply === "not-sent") return "not sent";
  if (reply.kind === "refused") return `refused with ${reply.code}`;
  return reply.kind === "accepted" ? "accepted" : "not answered";
}

const otherText = (action: Action, resource: ResourceState): string =>
  `somebody changed it meanwhile: ${valuesText(action, resource)}`;

/** `tag Workload: "orders-etl"` for each setting that is not as the action wants it. */
export const valuesText = (action: Pick<Action, "changes">, resource: ResourceState): string =>
  action.changes
    .filter(({ change }) => valueIn(resource, change) !== afterOf(change))
    .map(({ change }) => `${settingOf(change)}: ${valueText(change, valueIn(resource, change))}`)
    .join(", ");
