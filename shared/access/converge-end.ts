import { callDeadline, retryDelay } from "#shared/access/call-window.ts";
import type { Read } from "#shared/access/cloud.ts";
import type { ConvergeDeps } from "#shared/access/converge-deps.ts";
import type { EndingGrant } from "#shared/access/grant.ts";
import { nothingSeen, retryEnding } from "#shared/access/grant-end.ts";
import { artifactPrefix } from "#shared/access/grant-names.ts";
import type { Stored } from "#shared/storage/record.ts";

type TakeBackDeps = Pick<ConvergeDeps, "store" | "cloud" | "schedules" | "clock" | "random">;

/**
 * Delete every name with the grant's prefix, list by prefix, and write what the list proves. Replies to
 * the deletes prove nothing; an empty list begun after the fence does.
 */
export async function takeBack(stored: Stored<EndingGrant>, deps: TakeBackDeps): Promise<void> {
  const grant = stored.value;
  await deleteNames(
    grant,
    grant.artifacts.map(({ name }) => name),
    deps,
  );
  const list = await listedAfterDelete(grant, deps);
  const now = deps.clock.now();
  if (list.kind === "read" && list.value.length === 0) {
    const seen = {
      kind: "absent",
      prefix: artifactPrefix(grant.id),
      listBeganAt: list.beganAt,
      fence: grant.fence,
      requestId: list.requestId,
    } as const;
    const saved = await deps.store.saveGrant(stored, nothingSeen(grant, { now, seen }));
    if (saved?.value.state === "REVOKED") await deleteSchedules(grant, deps);
    return;
  }
  const problem =
    list.kind === "read"
      ? { code: "still-there", message: `The account still lists ${list.value.join(", ")}`, at: now }
      : { code: list.code, message: list.message, at: now };
  await deps.store.saveGrant(
    stored,
    retryEnding(grant, { now, problem, retryIn: retryDelay(grant.attempts, deps.random) }),
  );
}

/** The list; what it shows beyond the names we know is deleted too, and listed once more. */
async function listedAfterDelete(grant: EndingGrant, deps: TakeBackDeps): Promise<Read<readonly string[]>> {
  const list = await deps.cloud.listPolicies(grant.role, artifactPrefix(grant.id));
  if (list.kind !== "read" || list.value.length === 0) return list;
  await deleteNames(grant, list.value, deps);
  return deps.cloud.listPolicies(grant.role, artifactPrefix(grant.id));
}

async function deleteNames(grant: EndingGrant, names: readonly string[], deps: TakeBackDeps): Promise<void> {
  for (const name of names) {
    await deps.cloud.deletePolicy(grant.role, name, callDeadline(deps.clock.now()));
  }
}

async function deleteSchedules(grant: EndingGrant, deps: TakeBackDeps): Promise<void> {
  for (const { name } of grant.artifacts) await deps.schedules.delete(name);
}
