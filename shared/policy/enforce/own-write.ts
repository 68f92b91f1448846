import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { standOf } from "#shared/policy/enforce/action-outcome.ts";
import { CONSISTENT_AFTER, type EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import type { ResourceRows } from "#shared/policy/enforce/resource-rows.ts";
import type { Judgement } from "#shared/policy/judgement.ts";

export type Read = {
  readonly resource: ResourceState;
  /** When the account was asked. */
  readonly readAt: EpochMillis;
  readonly judgement: Judgement;
  readonly rows: Pick<ResourceRows, "findings">;
};

/**
 * Until when nothing can be told by this reading, because it may be older than a write of ours: it was asked for so
 * shortly after the write was seen, and does not show it. Undefined where it can be judged.
 *
 * Judged at once, it would find the same fault once more and write the same again. It is no evidence of the contrary
 * either: whether a person changed it back is what a reading after that moment says.
 */
export async function olderThanOurs(
  { resource, readAt, judgement, rows }: Read,
  { stores, digest }: Pick<EnforceDeps, "stores" | "digest">,
): Promise<EpochMillis | undefined> {
  const wrote = judgement.verdicts.flatMap((verdict) => {
    if (verdict.is !== "violating") return [];
    const id = findingIdOf({ policy: verdict.policy, rule: verdict.rule, resource: resource.arn }, digest);
    const action = rows.findings.get(id)?.value.undo?.action;
    return action === undefined ? [] : [action];
  });
  for (const stored of await Promise.all([...new Set(wrote)].map((id) => stores.actions.find(id)))) {
    const action = stored?.value;
    if (action?.state !== "DONE") continue;
    const told = plus(action.at, CONSISTENT_AFTER);
    if (readAt < told && standOf(action, resource) !== "after") return told;
  }
  return undefined;
}
