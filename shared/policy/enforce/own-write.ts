import type { Finding } from "#shared/findings/finding.ts";
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
  deps: Deps,
): Promise<EpochMillis | undefined> {
  for (const verdict of judgement.verdicts) {
    if (verdict.is !== "violating") continue;
    const id = findingIdOf({ policy: verdict.policy, rule: verdict.rule, resource: resource.arn }, deps.digest);
    const finding = rows.findings.get(id)?.value;
    const seenAt = finding && (resolvedAt(finding) ?? (await writtenAt(finding, resource, deps)));
    if (seenAt === undefined) continue;
    const told = plus(seenAt, deps.consistentAfter ?? CONSISTENT_AFTER);
    if (readAt < told) return told;
  }
  return undefined;
}

type Deps = Pick<EnforceDeps, "stores" | "digest" | "consistentAfter">;

/** When the account was last seen without this fault, whoever put it right. One that a person took back is not written again. */
const resolvedAt = (finding: Finding): EpochMillis | undefined =>
  finding.state === "RESOLVED" && finding.because === "read-back" && finding.hold === undefined
    ? finding.at
    : undefined;

/** When a write of ours was seen that the resource does not show. */
async function writtenAt(
  { undo }: Finding,
  resource: ResourceState,
  { stores }: Deps,
): Promise<EpochMillis | undefined> {
  const action = undo === undefined ? undefined : (await stores.actions.find(undo.action))?.value;
  return action?.state === "DONE" && standOf(action, resource) !== "after" ? action.at : undefined;
}
