import type { Finding } from "#shared/findings/finding.ts";
import { announced, cleared } from "#shared/findings/finding-change.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ResourceRef, ResourceState } from "#shared/policy/cloud.ts";
import type { MadeBy } from "#shared/policy/enforce/coverage.ts";
import { type EnforceDeps, findingWrite, isGood, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { type FindCreator, rememberedMaker } from "#shared/policy/enforce/find-creator.ts";
import { forceOf, type Governed } from "#shared/policy/enforce/governed.ts";
import { type Intended, intendAction } from "#shared/policy/enforce/intend-action.ts";
import { judgeMade } from "#shared/policy/enforce/judge-made.ts";
import { olderThanOurs } from "#shared/policy/enforce/own-write.ts";
import {
  type Fence,
  judgedNoMore,
  judgedWrite,
  letSettle,
  waitToJudge,
} from "#shared/policy/enforce/pending-resources.ts";
import { performAction } from "#shared/policy/enforce/perform-action.ts";
import { type DueWrite, settleFindings } from "#shared/policy/enforce/settle-findings.ts";

/** A resource that somebody or something spoke of. It is a hint: the account is asked how it really is. */
export type ResourceHint = {
  readonly ref: ResourceRef;
  readonly foundBy: Finding["foundBy"];
  /** What its writes count in. */
  readonly run: string;
  /** Who made it, where the record said so and the account does not. */
  readonly creator?: string;
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
export async function governResource(hint: ResourceHint, deps: EnforceDeps): Promise<ResourceOutcome> {
  const work: Work = { tried: new Set(), meant: 0, done: 0 };
  return withRetries(async () => {
    const fence = await deps.stores.pending.find(hint.ref.arn);
    const readAt = deps.clock.now();
    const read = await deps.cloud.read(hint.ref);
    if (read.kind === "gone") return (await closeAll(hint, fence, deps)) ? { kind: "gone" } : "moved";
    if (read.kind === "read") return judgeAndWrite({ hint, fence, resource: read.state, readAt, work }, deps);
    await waitToJudge(hint, read, deps);
    return { kind: "pending" };
  });
}

/** What one call did so far: each policy is tried once, however often the account is read again. */
type Work = { readonly tried: Set<string>; meant: number; done: number; made?: MadeBy };

/** A resource, and when the account was asked for it. */
type Seen = { readonly resource: ResourceState; readonly readAt: EpochMillis };

type Reading = Seen & { readonly hint: ResourceHint; readonly fence: Fence; readonly work: Work };

async function judgeAndWrite(
  { hint, fence: before, work, ...read }: Reading,
  deps: EnforceDeps,
): Promise<ResourceOutcome | "moved"> {
  const governed = await deps.governance.current();
  let seen: Seen = { ...read, resource: withCreator(read.resource, hint.creator) };
  let fence = before;
  for (;;) {
    const { readAt } = seen;
    const { resource, judgement } = await judgedOf({ hint, work, governed, seen }, deps);
    if (!isGood(readAt, deps.clock.now())) return "moved";
    const until = await olderThanOurs({ resource, readAt, judgement }, deps);
    if (until !== undefined) {
      await letSettle(hint, until, deps);
      return { kind: "pending" };
    }
    const settled = await settleFindings({ resource, judgement, governed, foundBy: hint.foundBy, fence }, deps);
    if (settled === "moved") return "moved";
    fence = settled.fence;
    const policy = settled.due.map(({ verdict }) => verdict.policy).find((each) => !work.tried.has(each));
    if (policy === undefined) {
      await judgedNoMore(hint.ref.arn, deps);
      return { kind: "judged", resource, findings: settled.findings, meant: work.meant, done: work.done };
    }
    const due = settled.due.filter(({ verdict }) => verdict.policy === policy);
    const next = await writeOnce({ hint, governed, seen: { ...seen, resource }, policy, due, work }, deps);
    if (next === "old") return "moved";
    // The next policy judges what is there now, not what was there before this write.
    seen = next;
  }
}

/** Who made it is found out once for each call, however often the resource is judged. */
const judgedOf = (
  { hint, work, governed, seen }: Pick<Reading, "hint" | "work"> & { readonly governed: Governed; readonly seen: Seen },
  deps: EnforceDeps,
) =>
  judgeMade({
    resource: seen.resource,
    governed,
    find: async (state) => {
      const made = work.made ?? (await (hint.findCreator?.(state) ?? rememberedMaker(state, deps)));
      if (made !== undefined) work.made = made;
      return made;
    },
  });

type OneWrite = {
  readonly hint: ResourceHint;
  readonly governed: Governed;
  readonly seen: Seen;
  readonly policy: string;
  readonly due: readonly DueWrite[];
  readonly work: Work;
};

/** Tries one policy's write, and answers with the resource as it was read last; `old`: it was not tried yet. */
async function writeOnce(write: OneWrite, deps: EnforceDeps): Promise<Seen | "old"> {
  const { hint, governed, seen, policy, due, work } = write;
  const force = forceOf(governed, policy);
  const beganAt = deps.clock.now();
  const intended = force && (await intendAction({ ...seen, force, due, run: hint.run }, deps));
  if (intended === "old") return "old";
  work.tried.add(policy);
  work.meant += 1;
  if (intended === undefined) return seen;
  if (intended.kind !== "intended") {
    await sayWhyNot(due, intended, deps);
    return seen;
  }
  const { action, resource: readBack } = await performAction(intended.stored, deps);
  work.done += action.state === "DONE" ? 1 : 0;
  return readBack === undefined ? seen : { resource: withCreator(readBack, hint.creator), readAt: beganAt };
}

/** The findings say what keeps a write that was due from being made. */
async function sayWhyNot(due: readonly DueWrite[], intended: Intended, deps: EnforceDeps): Promise<void> {
  const what = whyNot(intended);
  if (what === undefined) return;
  for (const { finding } of due) {
    await withRetries(async () => {
      const stored = await deps.stores.findings.find(finding.id);
      const change = stored === undefined ? undefined : announced(stored.value, { next: { what } });
      if (stored === undefined || change === undefined || stored.value.state === "RESOLVED") return "said";
      return (await deps.stores.commit([findingWrite(deps.stores, stored, change)])).ok ? "said" : "moved";
    });
  }
}

function whyNot(intended: Intended): string | undefined {
  switch (intended.kind) {
    case "intended":
      return undefined;
    case "halted":
      return `Not written: the policy is halted (${intended.because})`;
    case "stopped":
      return `Not written: ${intended.because}`;
    case "recorded":
      return recordedText(intended.action);
  }
}

function recordedText(action: Extract<Intended, { kind: "recorded" }>["action"]): string | undefined {
  if (action.state === "DONE") return "Was written and did not last; a person has to look";
  return action.state === "FAILED" ? `Could not be written: ${action.because}` : undefined;
}

const withCreator = (state: ResourceState, creator: string | undefined): ResourceState =>
  state.creator === undefined && creator !== undefined ? { ...state, creator } : state;

/** The account says that the resource is gone: nothing about it is open any more. False: another judged it meanwhile. */
async function closeAll({ ref }: ResourceHint, fence: Fence, deps: EnforceDeps): Promise<boolean> {
  const about = { type: ref.type, name: "", account: ref.account, region: ref.region };
  const standing = await deps.stores.findings.ofResource({ resource: ref.arn, about });
  const rows = standing.flatMap((stored) => {
    const change = cleared(stored.value, "gone", deps.clock.now());
    return change === undefined ? [] : [findingWrite(deps.stores, stored, change)];
  });
  const waits = fence !== undefined && fence.value.over !== true;
  if (rows.length === 0 && !waits) return true;
  return (await deps.stores.commit([...rows, judgedWrite({ ref, fence }, deps)])).ok;
}
