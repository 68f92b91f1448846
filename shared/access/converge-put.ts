import { callDeadline } from "#shared/access/call-window.ts";
import type { CallReply, Read } from "#shared/access/cloud.ts";
import type { ConvergeDeps } from "#shared/access/converge-deps.ts";
import { takeBack } from "#shared/access/converge-end.ts";
import {
  type ActiveGrant,
  type Artifact,
  type CloudProblem,
  isEnding,
  type ProvisioningGrant,
} from "#shared/access/grant.ts";
import { intendedDocument } from "#shared/access/grant-begin.ts";
import { confirm, notYet } from "#shared/access/grant-confirm.ts";
import { startEnding } from "#shared/access/grant-end.ts";
import { documentHash } from "#shared/access/policy-document.ts";
import { END_TARGET } from "#shared/access/ports.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

type Live = ProvisioningGrant | ActiveGrant;

/** What the write of the fence allows, and whether no other put could then be under way. */
export type Permitted = { readonly deadline: EpochMillis; readonly alone: boolean };

/**
 * After the write that permits it: schedule the end, then put, then read back, then write what the
 * read showed. Replies are no evidence; an answer merely allows settling.
 */
export async function putAndReadBack(stored: Stored<Live>, permitted: Permitted, deps: ConvergeDeps): Promise<void> {
  const grant = stored.value;
  const artifact = currentArtifact(grant);
  await deps.schedules.create({
    name: artifact.name,
    at: grant.expiresAt,
    target: END_TARGET,
    payload: { grant: grant.id },
  });
  const role = await standingRole(stored, permitted, deps);
  if (role !== "stands" || deps.clock.now() > permitted.deadline) return;
  const put = { role: grant.role, name: artifact.name, document: intendedDocument(grant) };
  const reply = await deps.cloud.putPolicy(put, permitted.deadline);
  if (await failedForGood(stored, reply, deps)) return;
  const read = await deps.cloud.readPolicy(grant.role, artifact.name);
  if (read.kind === "read" && isExactly(read, artifact, deps)) {
    await confirmed(stored, { read, alone: permitted.alone && reply.kind !== "unknown" }, deps);
  } else {
    await deps.store.saveGrant(stored, notYet(grant, problemOf(reply, read, deps)));
  }
}

/** The role that carries the policy, with its boundary and trust: proved by a read before the first put. */
async function standingRole(
  stored: Stored<Live>,
  { deadline }: Permitted,
  deps: ConvergeDeps,
): Promise<"stands" | "not"> {
  const { role } = stored.value;
  const before = await deps.cloud.readRole(role);
  if (before.kind === "read" && before.value === "as-intended") return "stands";
  if (deps.clock.now() > deadline) return "not";
  const reply = await deps.cloud.ensureRole(role, deadline);
  if (await failedForGood(stored, reply, deps)) return "not";
  const after = await deps.cloud.readRole(role);
  if (after.kind === "read" && after.value === "as-intended") return "stands";
  await deps.store.saveGrant(stored, notYet(stored.value, problemOf(reply, after, deps)));
  return "not";
}

/** A refusal that no retry cures takes the grant back, by way of a read-back like every other end. */
async function failedForGood(stored: Stored<Live>, reply: CallReply, deps: ConvergeDeps): Promise<boolean> {
  if (reply.kind !== "refused" || !reply.forGood || stored.value.state !== "PROVISIONING") return false;
  const now = deps.clock.now();
  const problem = { code: reply.code, message: reply.message, at: now };
  const { value, event } = startEnding(stored.value, { now, reason: "failed" });
  const ending = await deps.store.saveGrant(stored, { value: { ...value, problem }, event });
  if (ending !== undefined && isEnding(ending.value)) await takeBack(ending, deps);
  return true;
}

async function confirmed(
  stored: Stored<Live>,
  seen: { readonly read: Extract<Read<unknown>, { kind: "read" }>; readonly alone: boolean },
  deps: ConvergeDeps,
): Promise<void> {
  const grant = stored.value;
  const { name, hash } = currentArtifact(grant);
  const evidence = {
    kind: "present",
    name,
    hash,
    readAt: seen.read.beganAt,
    requestId: seen.read.requestId,
  } as const;
  const now = deps.clock.now();
  const moved = confirm(grant, { now, evidence, alone: seen.alone, readStaleness: deps.readStaleness });
  const saved = await deps.store.saveGrant(stored, moved);
  if (saved === undefined) return;
  // What a crash leaves of them ends by its own, earlier date; the reconciler collects it.
  for (const older of grant.artifacts.filter((each) => each.generation < grant.generation)) {
    await deps.cloud.deletePolicy(grant.role, older.name, callDeadline(deps.clock.now()));
  }
}

const isExactly = (
  read: Extract<Read<JsonObject | undefined>, { kind: "read" }>,
  artifact: Artifact,
  deps: ConvergeDeps,
) => read.value !== undefined && documentHash(read.value, deps.digest) === artifact.hash;

function problemOf(reply: CallReply, read: Read<unknown>, deps: ConvergeDeps): CloudProblem {
  const at = deps.clock.now();
  if (reply.kind === "refused") return { code: reply.code, message: reply.message, at };
  if (read.kind === "unreadable") return { code: read.code, message: read.message, at };
  if (reply.kind === "unknown") return { code: "no-answer", message: reply.because, at };
  return { code: "not-there", message: "The account took the call, and does not show its effect yet", at };
}

function currentArtifact(grant: Live): Artifact {
  const artifact = grant.artifacts.find((each) => each.generation === grant.generation);
  if (artifact === undefined)
    throw new Error(`Cannot converge grant "${grant.id}": generation ${grant.generation} has no name`);
  return artifact;
}
