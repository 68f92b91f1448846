import type { Ownership, Severity } from "#shared/findings/finding.ts";
import type { AccountNumber, PersonId } from "#shared/kernel/ids.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import type { ResourceRef, ResourceState } from "#shared/policy/cloud.ts";
import type { CapLimits } from "#shared/policy/enforce/policy-state.ts";
import type { Direction, Judgement, Mode } from "#shared/policy/judgement.ts";

/** What a policy's document says of writing: how much, how soon, and who must agree. */
export type Force = {
  readonly policy: string;
  /** Of the document, as plans, promotions and ledger rows pin it. */
  readonly hash: string;
  readonly title: string;
  readonly team: string;
  readonly mode: Mode;
  readonly severity: Severity;
  /** Who wrote or applied this version; undefined when nobody knows, and then nobody can promote it. */
  readonly author?: string;
  /** Absent: the document has none, and then it never writes. */
  readonly caps?: CapLimits;
  /** Counted from the finding's `openSince`. Absent for a direction: never written in that direction. */
  readonly grace: { readonly [direction in Direction]?: Millis };
  readonly undo: Millis;
};

/** One step of an approval: `need` different people out of `people` must say yes. Empty: nobody can. */
export type ApproverStage = { readonly text: string; readonly need: number; readonly people: ReadonlySet<PersonId> };

/** What a sweep lists at a time. */
export type Shard = { readonly account: AccountNumber; readonly region: string; readonly type: string };

/** A shard, and how often it is to be swept. */
export type SweptShard = Shard & { readonly every: Millis };

/** Everything the catalogue and the policies say, pinned at one revision for one piece of work. */
export type Governed = {
  /** All policies over one resource, in one pass. */
  judge(resource: ResourceState): Promise<Judgement>;
  forces(): readonly Force[];
  ownerOf(resource: ResourceState): Ownership;
  /** Whose findings about Tollgate itself are: the team that gets what no other route takes. */
  tollgateOwner(): string;
  /** From when policies may write in the account; undefined: never. */
  enforceFrom(account: AccountNumber): EpochMillis | undefined;
  /** Who must agree to a change in this direction; none where the policy asks nobody. */
  approvers(change: {
    readonly policy: string;
    readonly direction: Direction;
    readonly resource: ResourceState;
    /** The keys of a bucket that it is about: then the dataset that lies there is what is decided on. */
    readonly prefix?: string;
  }): readonly ApproverStage[];
  /** Whether a tag that any policy names as a legal hold is on it, whatever that policy's scope. */
  isOnHold(resource: ResourceState): boolean;
  /** How long after its event a new resource is left alone before it is judged; none: it is judged at once. */
  settle(resource: ResourceRef): Millis;
  /** What has to be listed to see everything that any policy (or this one) has in scope. */
  shards(policy?: string): readonly SweptShard[];
};

/** Loads {@link Governed} anew for each message, so that a changed catalogue counts from the next one on. */
export interface Governance {
  current(): Promise<Governed>;
}

export const forceOf = (governed: Governed, policy: string): Force | undefined =>
  governed.forces().find((force) => force.policy === policy);

/**
 * The stages that still lack a yes. Each stage wants its number of different people who are of it
 * now; one person counts in one stage only, and someone who left the group no longer counts.
 */
export function missingStages(
  stages: readonly ApproverStage[],
  approvals: readonly { readonly stage: number; readonly by: PersonId }[],
): readonly ApproverStage[] {
  return stages.filter(({ need, people }, index) => {
    const yes = new Set(approvals.filter(({ stage, by }) => stage === index && people.has(by)).map(({ by }) => by));
    return yes.size < Math.max(1, need);
  });
}

/** The first stage that lacks a yes and that this person may give: undefined when they are of none, or gave one before. */
export function stageFor(
  by: PersonId,
  stages: readonly ApproverStage[],
  approvals: readonly { readonly stage: number; readonly by: PersonId }[],
): number | undefined {
  if (approvals.some((each) => each.by === by)) return undefined;
  const missing = new Set(missingStages(stages, approvals));
  const index = stages.findIndex((stage) => missing.has(stage) && stage.people.has(by));
  return index === -1 ? undefined : index;
}
