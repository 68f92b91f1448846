import { type RunningRequest, wantedFrom } from "#shared/access/access-request.ts";
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
import type { Moved } from "#shared/access/moved.ts";
import { documentHash } from "#shared/access/policy-document.ts";
import { END_TARGET } from "#shared/access/ports.ts";
import { rolledUp } from "#shared/access/roll-up.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

type Live = ProvisioningGrant | ActiveGrant;

/** What the write of the fence allows, and whether no other put could then be under way. */
export type Permitted = {
  readonly deadline: EpochMillis;
  readonly alone: boolean;
  /** The running request, as it was at that write: known where the grant begins. */
  readonly request?: Stored<RunningRequest>;
};

/** Whether the request was brought to what its grant says, in the transaction that said it. */
export type RolledUp = "rolled-up" | "not-yet";

/**
 * After the write that permits it: schedule the end, then put, then read back, then write what the
 * read showed. Replies are no evidence; an answer merely allows settling.
 */
export async function putAndReadBack(
  stored: Stored<Live>,
  permitted: Permitted,
  deps: ConvergeDeps,
): Promise<RolledUp> {
  const grant = stored.value;
  const artifact = currentArtifact(grant);
  await deps.schedules.create({
    name: artifact.name,
    at: grant.expiresAt,
    target: END_TARGET,
    payload: { grant: grant.id },
  });
  const role = await standingRole(stored, permitted, deps);
  if (role !== "stands" || deps.clock.now() > permitted.deadline) return "not-yet";
  const put = { role: grant.role, name: artifact.name, document: intendedDocument(grant) };
  const reply = await deps.cloud.putPolicy(put, permitted.deadline);
  if (await failedForGood(stored, reply, deps)) return "not-yet";
  const read = await deps.cloud.readPolicy(grant.role, artifact.name);
  if (read.kind === "read" && isExactly(read, artifact, deps)) {
    return confirmed(stored, { ...permitted, read, alone: permitted.alone && reply.kind !== "unknown" }, deps);
  }
  await deps.store.saveGrant(stored, notYet(grant, problemOf(reply, read, deps)));
  return "not-yet";
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

type Seen = Permitted & { readonly read: Extract<Read<unknown>, { kind: "read" }> };

async function confirmed(stored: Stored<Live>, seen: Seen, deps: ConvergeDeps): Promise<RolledUp> {
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
  const moved = confirm(grant, {
    now,
    evidence,
    alone: seen.alone,
    readStaleness: deps.readStaleness,
    ...(seen.request === undefined ? {} : { wantedFrom: wantedFrom(seen.request.value) }),
  });
  if (await savedWithRequest({ stored, moved }, seen.request, deps)) return "rolled-up";
  const saved = await deps.store.saveGrant(stored, moved);
  if (saved === undefined) return "not-yet";
  // What a crash leaves of them ends by its own, earlier date; the reconciler collects it.
  for (const older of grant.artifacts.filter((each) => each.generation < grant.generation)) {
    await deps.cloud.deletePolicy(grant.role, older.name, callDeadline(deps.clock.now()));
  }
  return "not-yet";
}

/**
 * The only grant of a request says all that its request is: both in one transaction, or neither. With more grants than
 * one the request is rolled up behind each, by rows read after the write: of two that are confirmed at once, neither
 * could know of the other before.
 */
async function savedWithRequest(
  written: { readonly stored: Stored<Live>; readonly moved: Moved<ActiveGrant> },
  request: Stored<RunningRequest> | undefined,
  { store, clock }: ConvergeDeps,
): Promise<boolean> {
  if (request === undefined) return false;
  const moved =
    request.value.grants.length > 1 ? undefined : rolledUp(request.value, [written.moved.value], clock.now());
  return moved !== undefined && store.commit({ grants: [written], requests: [{ stored: request, moved }] });
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
