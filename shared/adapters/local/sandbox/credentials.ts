import { createHash } from "node:crypto";

import type { PeopleRole, SessionCredentials } from "#shared/access/cloud.ts";
import { authorize } from "#shared/adapters/local/sandbox/access.ts";
import { callerOf, ROLES } from "#shared/adapters/local/sandbox/baseline.ts";
import { type Caller, roleIdOf, type SandboxState } from "#shared/adapters/local/sandbox/state.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { type Clock, type EpochMillis, isoOf } from "#shared/kernel/time.ts";

export type SessionDeps = { readonly state: SandboxState; readonly clock: Clock; readonly ids: Ids };

type Asked = { readonly role: PeopleRole; readonly grant: string; readonly until: EpochMillis };

type Refusal = { readonly code: string; readonly message: string };

/** The broker assumes the person's role, as its trust allows; the session ends at `until` and not later. */
export function openSession(asked: Asked, deps: SessionDeps): Result<SessionCredentials, Refusal> {
  const { role, grant, until } = asked;
  const found = deps.state.roles.get(roleIdOf(role.account, role.roleName));
  if (found === undefined) return err({ code: "NoSuchEntity", message: `There is no role "${role.roleName}"` });
  if (until <= deps.clock.now()) return err({ code: "ValidationError", message: "The session would be over already" });
  const { allowed, because } = authorize(
    callerOf(role.account, ROLES.broker, "tollgate-broker"),
    {
      action: "sts:AssumeRole",
      resource: found.arn,
      region: "us-east-1",
      context: { "sts:SourceIdentity": role.person, "aws:RequestTag/tollgate:grant": grant },
    },
    deps,
  );
  if (!allowed) return err({ code: "AccessDenied", message: because });
  return ok(issue(asked, deps));
}

function issue({ role, grant, until }: Asked, { state, ids }: SessionDeps): SessionCredentials {
  const accessKeyId = `ASIA${digest(ids.next("session"), "hex").toUpperCase().slice(0, 16)}`;
  const secretAccessKey = digest(ids.next("secret"), "base64").slice(0, 40);
  const sessionToken = digest(ids.next("token"), "base64");
  for (const { accessKeyId: id, expiration } of state.sessions.values()) {
    if (expiration + KEPT < until) state.sessions.remove(id);
  }
  state.sessions.put(accessKeyId, {
    accessKeyId,
    proof: proofOf({ secretAccessKey, sessionToken }),
    roleId: roleIdOf(role.account, role.roleName),
    session: role.person,
    grant,
    expiration: until,
  });
  return { accessKeyId, secretAccessKey, sessionToken, expiration: until };
}

// A day after its end a session is no longer told from one that never was.
const KEPT = 86_400_000;

export type Presented = Pick<SessionCredentials, "accessKeyId" | "secretAccessKey" | "sessionToken">;

/** Who presents these credentials; the reason when nobody does, or no longer. */
export function callerWith(presented: Presented, { state, clock }: Omit<SessionDeps, "ids">): Result<Caller, string> {
  const session = state.sessions.get(presented.accessKeyId);
  if (session === undefined || session.proof !== proofOf(presented)) {
    return err("denied: these credentials are of nobody (InvalidClientTokenId)");
  }
  if (clock.now() >= session.expiration) {
    return err(`denied: these credentials ended at ${isoOf(session.expiration)} (ExpiredToken)`);
  }
  const role = state.roles.get(session.roleId);
  if (role === undefined) return err("denied: the role of these credentials is gone (InvalidClientTokenId)");
  return ok({ account: role.account, role: role.name, session: session.session });
}

const proofOf = ({ secretAccessKey, sessionToken }: Omit<Presented, "accessKeyId">): string =>
  digest(`${secretAccessKey} ${sessionToken}`, "hex");

const digest = (text: string, form: "hex" | "base64"): string => createHash("sha256").update(text).digest(form);
