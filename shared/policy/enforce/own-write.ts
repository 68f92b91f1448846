import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { standOf } from "#shared/policy/enforce/action-outcome.ts";
import { CONSISTENT_AFTER, type EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import type { Judgement } from "#shared/policy/judgement.ts";

export type Read = {
  readonly resource: ResourceState;
  /** When the account was asked. */
  readonly readAt: EpochMillis;
  readonly judgement: Judgement;
};

/**
 * Until when nothing can be told by this reading, because it may be older than a write of ours: it was asked for so
 * shortly after the write was seen, and does not show it. Undefined where it can be judged.
 *
 * Judged at once, it would find the same fault once more and write the same again. It is no evidence of the contrary
 * either: whether a person changed it back is what a reading after that moment says.
 */
export async function olderThanOurs(
  { resource, readAt, judgement }: Read,
  { stores, digest, consistentAfter = CONSISTENT_AFTER }: Pick<EnforceDeps, "stores" | "digest" | "consistentAfter">,
): Promise<EpochMillis | undefined> {
  for (const verdict of judgement.verdicts) {
    if (verdict.is !== "violating") continue;
    const { policy, rule } = verdict;
    const id = findingIdOf({ policy, rule, resource: resource.arn }, digest);
    const wrote = (await stores.findings.find(id))?.value.undo?.action;
    const action = wrote === undefined ? undefined : (await stores.actions.find(wrote))?.value;
    if (action?.state !== "DONE") continue;
    const told = plus(action.at, consistentAfter);
    if (readAt < told && standOf(action, resource) !== "after") return told;
  }
  return undefined;
}
