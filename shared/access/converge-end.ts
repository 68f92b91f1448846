import { callDeadline, retryDelay } from "#shared/access/call-window.ts";
import type { CallReply, Read } from "#shared/access/cloud.ts";
import type { ConvergeDeps } from "#shared/access/converge-deps.ts";
import type { CloudProblem, EndingGrant } from "#shared/access/grant.ts";
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
  const known = await deleteNames(
    grant,
    grant.artifacts.map(({ name }) => name),
    deps,
  );
  const { list, refusal = known } = await listedAfterDelete(grant, deps);
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
  const problem = { ...problemOf(list, refusal), at: now };
  await deps.store.saveGrant(
    stored,
    retryEnding(grant, { now, problem, retryIn: retryDelay(grant.attempts, deps.random) }),
  );
}

type Refusal = Extract<CallReply, { readonly kind: "refused" }>;

/** What stands in the way, in the account's own words where it gave any. */
function problemOf(list: Read<readonly string[]>, refusal: Refusal | undefined): Omit<CloudProblem, "at"> {
  if (list.kind !== "read") return { code: list.code, message: list.message };
  const still = `The account still lists ${list.value.join(", ")}`;
  return refusal === undefined
    ? { code: "still-there", message: still }
    : { code: refusal.code, message: `${still}, and refused to delete it: ${refusal.message}` };
}

type Listed = { readonly list: Read<readonly string[]>; readonly refusal?: Refusal | undefined };

/** The list; what it shows beyond the names we know is deleted too, and listed once more. */
async function listedAfterDelete(grant: EndingGrant, deps: TakeBackDeps): Promise<Listed> {
  const list = await deps.cloud.listPolicies(grant.role, artifactPrefix(grant.id));
  if (list.kind !== "read" || list.value.length === 0) return { list };
  const refusal = await deleteNames(grant, list.value, deps);
  return { list: await deps.cloud.listPolicies(grant.role, artifactPrefix(grant.id)), refusal };
}

/** The last refusal: it proves nothing, and says what people have to mend. */
async function deleteNames(
  grant: EndingGrant,
  names: readonly string[],
  deps: TakeBackDeps,
): Promise<Refusal | undefined> {
  let refusal: Refusal | undefined;
  for (const name of names) {
    const reply = await deps.cloud.deletePolicy(grant.role, name, callDeadline(deps.clock.now()));
    if (reply.kind === "refused") refusal = reply;
  }
  return refusal;
}

async function deleteSchedules(grant: EndingGrant, deps: TakeBackDeps): Promise<void> {
  for (const { name } of grant.artifacts) await deps.schedules.delete(name);
}
