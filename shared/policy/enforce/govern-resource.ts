import type { Finding } from "#shared/findings/finding.ts";
import { cleared } from "#shared/findings/finding-change.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { type Hint, newsOf, recordNews } from "#shared/policy/enforce/announce-resource.ts";
import type { MadeBy, Sighted } from "#shared/policy/enforce/coverage.ts";
import { type EnforceDeps, findingWrite, isGood, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { type FindCreator, makerIn } from "#shared/policy/enforce/find-creator.ts";
import { forceOf, type Governed } from "#shared/policy/enforce/governed.ts";
import { intendAction } from "#shared/policy/enforce/intend-action.ts";
import { judgeMade } from "#shared/policy/enforce/judge-made.ts";
import { olderThanOurs } from "#shared/policy/enforce/own-write.ts";
import { type Fence, judgedWrite, letSettle, waitToJudge } from "#shared/policy/enforce/pending-resources.ts";
import { keepOutcome, type Sent, sendAction } from "#shared/policy/enforce/perform-action.ts";
import { onlyFence, type ResourceRows, rowsFor } from "#shared/policy/enforce/resource-rows.ts";
import { sayWhyNot } from "#shared/policy/enforce/say-why-not.ts";
import { settlingOf } from "#shared/policy/enforce/settle-findings.ts";
import { type Begun, movedBy, settleAndBegin, settleTurn, type Turn } from "#shared/policy/enforce/settle-turn.ts";
import type { Stored } from "#shared/storage/record.ts";

/** A resource that somebody or something spoke of. It is a hint: the account is asked how it really is. */
export type ResourceHint = Hint & {
  readonly foundBy: Finding["foundBy"];
  /** Somebody made it otherwise than it was a moment before. */
  readonly isChange?: true;
  /** What its writes count in. */
  readonly run: string;
  /** How it is found out where nothing says; what is remembered where absent. */
  readonly findCreator?: FindCreator;
};

/** What meant to be done and what was done are counted apart, so that a difference shows. */
export type ResourceOutcome =
  | {
      readonly kind: "judged";
      readonly resource: ResourceState;
      readonly findings: readonly Finding[];
      readonly meant: number;
      readonly done: number;
    }
  | { readonly kind: "gone" }
  | { readonly kind: "pending" };

/**
 * Takes one resource all the way: read anew, judged by all policies in one pass, findings brought up
 * to date, and where a policy may write: recorded, written, read back and judged again.
 *
 * Any number of workers may do so at once, and the same hint may come again: rows decide who writes.
 */
export function governResource(hint: ResourceHint, deps: EnforceDeps): Promise<ResourceOutcome> {
  const work: Work = { looks: 0, tried: new Set(), meant: 0, done: 0, isTold: hint.isNews !== true };
  return withRetries(async () => {
    // Where many are made at once, all of them move one count: no account is read for it again and again.
    if (work.looks > 0 && !work.isTold) work.isTold = await recordNews(hint, deps);
    work.looks += 1;
    return lookOnce(hint, work, deps);
  });
}

async function lookOnce(hint: ResourceHint, work: Work, deps: EnforceDeps): Promise<ResourceOutcome | "moved"> {
  const [fence, governed, sighted] = await Promise.all([
    deps.stores.pending.find(hint.ref.arn),
    deps.governance.current(),
    // Asked for along with the rest; only what breaks a rule needs it.
    hint.creator === undefined && hint.findCreator === undefined
      ? deps.stores.coverage.sighted.find(hint.ref.arn)
      : undefined,
  ]);
  const readAt = deps.clock.now();
  const read = await deps.cloud.read(hint.ref, hint.creator === undefined ? undefined : { kind: "announced" });
  if (read.kind === "gone") return (await closeAll(hint, fence, deps)) ? { kind: "gone" } : "moved";
  if (read.kind === "read") {
    const resource = withCreator(read.state, hint.creator);
    return judgeAndWrite({ hint, work, governed, sighted }, { resource, readAt, rows: onlyFence(fence) }, deps);
  }
  await waitToJudge(hint, read, deps);
  return { kind: "pending" };
}

/** What one call did so far: each policy is tried once, however often the account is read again. */
type Work = {
  looks: number;
  readonly tried: Set<string>;
  meant: number;
  done: number;
  /** Nothing is news of it any more: it was recorded. */
  isTold: boolean;
  made?: { readonly by: MadeBy | undefined };
};

type Case = {
  readonly hint: ResourceHint;
  readonly work: Work;
  readonly governed: Governed;
  /** As far as the hint does not say who made it. */
  readonly sighted: Stored<Sighted> | undefined;
};

/** A resource, when the account was asked for it, and the rows that are known of it. */
type Seen = {
  readonly resource: ResourceState;
  readonly readAt: EpochMillis;
  readonly rows: ResourceRows;
  /** A write that shows in it, whose outcome is not stored yet. */
  readonly sent?: Sent;
};

async function judgeAndWrite(about: Case, first: Seen, deps: EnforceDeps): Promise<ResourceOutcome | "moved"> {
  for (let seen = first; ; ) {
    const next = await oneTurn(about, seen, deps);
    if (next === "moved" || "kind" in next) return next;
    // The next policy judges what is there now, not what was there before this write.
    seen = next;
  }
}

/** Judges once and makes at most one write: what was read after it, or what came of the resource. */
async function oneTurn(about: Case, seen: Seen, deps: EnforceDeps): Promise<Seen | ResourceOutcome | "moved"> {
  const { hint, governed, work } = about;
  const { readAt, sent } = seen;
  const { resource, judgement } = await judgedOf(about, seen.resource, deps);
  const [rows, news] = await Promise.all([
    rowsFor({ resource, judgement }, seen.rows, deps),
    work.isTold ? [] : newsOf(hint, deps),
  ]);
  const now = deps.clock.now();
  const until = isGood(readAt, now) ? await olderThanOurs({ resource, readAt, judgement, rows }, deps) : "old";
  if (until !== undefined) {
    if (sent !== undefined) await keepOutcome(sent, deps);
    if (until === "old") return "moved";
    await letSettle(hint, until, deps);
    return { kind: "pending" };
  }
  const moved = movedBy(sent, rows, now);
  const settling = settlingOf({ resource, judgement, governed, foundBy: hint.foundBy, rows, moved }, deps);
  const turn: Turn = { resource, rows, settling, news, ...(sent === undefined ? {} : { sent }) };
  const policy = settling.due.map(({ verdict }) => verdict.policy).find((each) => !work.tried.has(each));
  if (policy !== undefined) return writeOnce({ about, turn, policy, readAt }, deps);
  if ((await settled(turn, { work, isLast: true }, deps)) === "moved") return "moved";
  return { kind: "judged", resource, findings: settling.findings, meant: work.meant, done: work.done };
}

/** Where it does not come to one transaction, at least what became of a write is stored. */
async function settled(turn: Turn, how: { readonly work: Work; readonly isLast: boolean }, deps: EnforceDeps) {
  const rows = await settleTurn(turn, how, deps);
  if (rows !== "moved") how.work.isTold = true;
  else if (turn.sent !== undefined) await keepOutcome(turn.sent, deps);
  return rows;
}

/** Who made it is found out once for each call, however often the resource is judged. */
const judgedOf = ({ hint, work, governed, sighted }: Case, resource: ResourceState, deps: EnforceDeps) =>
  judgeMade({
    resource,
    governed,
    ...(work.made === undefined ? {} : { made: work.made }),
    find: async (state) => {
      const by = await (hint.findCreator?.(state) ?? makerIn(sighted?.value, state, deps.clock.now()));
      work.made = { by };
      return by;
    },
  });

type OneWrite = {
  readonly about: Case;
  readonly turn: Turn;
  readonly policy: string;
  readonly readAt: EpochMillis;
};

/** Tries one policy's write, and answers with the resource as it was read last; `moved`: it was not tried yet. */
async function writeOnce({ about, turn, policy, readAt }: OneWrite, deps: EnforceDeps): Promise<Seen | "moved"> {
  const { hint, governed, work } = about;
  const { resource, settling } = turn;
  const due = settling.due.filter(({ verdict }) => verdict.policy === policy);
  const force = forceOf(governed, policy);
  const intent = force && { resource, readAt, force, due, run: hint.run };
  const begun = intent && (await settleAndBegin(turn, intent, deps));
  if (begun !== undefined) {
    work.isTold = true;
    work.tried.add(policy);
    work.meant += 1;
    return written({ about, begun, seen: { resource, readAt, rows: begun.rows } }, deps);
  }
  const rows = await settled(turn, { work, isLast: false }, deps);
  if (rows === "moved") return "moved";
  const intended = intent && (await intendAction(intent, deps));
  if (intended === "old") return "moved";
  work.tried.add(policy);
  work.meant += 1;
  // What recording it read and wrote is not known here: asked for anew.
  const seen: Seen = { resource, readAt, rows: onlyFence(rows.fence) };
  if (intended === undefined) return seen;
  if (intended.kind === "intended") {
    const begunSo = { stored: intended.stored, rows: seen.rows, freeAt: intended.at };
    return written({ about, begun: begunSo, seen }, deps);
  }
  await sayWhyNot(due, intended, deps);
  return seen;
}

type Writing = { readonly about: Case; readonly begun: Begun; readonly seen: Seen };

/** Makes the call of a recorded action. Seen to be done, it is stored with what is judged next. */
async function written({ about, begun, seen }: Writing, deps: EnforceDeps): Promise<Seen> {
  const { hint, work } = about;
  // Of the rest it says what was read before, and is as old as that.
  const sent = await sendAction({ ...begun, before: seen, isChange: hint.isChange === true }, deps);
  if (sent === undefined) return seen;
  const { action, resource } = sent;
  const now = resource === undefined ? seen : { ...seen, resource: withCreator(resource, hint.creator) };
  if (action.state === "DONE") {
    work.done += 1;
    return { ...now, sent };
  }
  await keepOutcome(sent, deps);
  return { ...now, rows: onlyFence(begun.rows.fence) };
}

const withCreator = (state: ResourceState, creator: string | undefined): ResourceState =>
  state.creator === undefined && creator !== undefined ? { ...state, creator } : state;

/** The account says that the resource is gone: nothing about it is open any more. False: another judged it meanwhile. */
async function closeAll(hint: ResourceHint, fence: Fence, deps: EnforceDeps): Promise<boolean> {
  const { ref } = hint;
  const about = { type: ref.type, name: "", account: ref.account, region: ref.region };
  const [standing, news] = await Promise.all([
    deps.stores.findings.ofResource({ resource: ref.arn, about }),
    newsOf(hint, deps),
  ]);
  const rows = standing.flatMap((stored) => {
    const change = cleared(stored.value, "gone", deps.clock.now());
    return change === undefined ? [] : [findingWrite(deps.stores, stored, change)];
  });
  const waits = fence !== undefined && fence.value.over !== true;
  const judged = rows.length === 0 && !waits ? [] : [judgedWrite({ ref, fence }, deps)];
  return (await deps.stores.commit([...rows, ...judged, ...news])).ok;
}
