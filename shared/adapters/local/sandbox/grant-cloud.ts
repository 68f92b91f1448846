import type { CallReply, GrantCloud, PeopleRole, Read, SessionCredentials } from "#shared/access/cloud.ts";
import { boundaryArnOf, PEOPLE_PATH, peopleTrust } from "#shared/access/people-role.ts";
import { callerOf, ROLES } from "#shared/adapters/local/sandbox/baseline.ts";
import { openSession, type SessionDeps } from "#shared/adapters/local/sandbox/credentials.ts";
import type { Line, Sent } from "#shared/adapters/local/sandbox/line.ts";
import { type ApiCall, roleIdOf, type SandboxRole } from "#shared/adapters/local/sandbox/state.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import { canonicalJson, type JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

export type GrantCloudDeps = SessionDeps & { readonly line: Line; readonly fenceMargin: number };

/** The identity side of the sandbox: what Tollgate's access role can do there, and nothing else. */
export class SandboxGrantCloud implements GrantCloud {
  readonly fenceMargin: number;
  readonly #deps: GrantCloudDeps;

  constructor(deps: GrantCloudDeps) {
    this.fenceMargin = deps.fenceMargin;
    this.#deps = deps;
  }

  async ensureRole(role: PeopleRole, deadline: EpochMillis): Promise<CallReply> {
    const found = await this.readRole(role);
    if (found.kind === "unreadable") return { kind: "unknown", because: `${found.code}: ${found.message}` };
    if (found.value === "as-intended") return { kind: "accepted", requestId: found.requestId };
    if (found.value === "different") return this.#mend(role, deadline);
    const [trust, boundary] = [peopleTrust(role.account, role.person), boundaryArnOf(role.account)];
    const made = this.#send(role, { action: "CreateRole", input: { path: PEOPLE_PATH, trust, boundary } }, deadline);
    // The read was old: the role is there after all.
    const taken = made.kind === "refused" && made.code === "EntityAlreadyExists";
    return taken ? this.#mend(role, deadline) : made;
  }

  async readRole(role: PeopleRole): Promise<Read<"as-intended" | "different" | "absent">> {
    return this.#read(role, "GetRole", (found) => {
      if (found === undefined) return "absent";
      const sameTrust = canonicalJson(found.trust) === canonicalJson(peopleTrust(role.account, role.person));
      return sameTrust && found.boundary === boundaryArnOf(role.account) ? "as-intended" : "different";
    });
  }

  async putPolicy(
    { role, name, document }: { readonly role: PeopleRole; readonly name: string; readonly document: JsonObject },
    deadline: EpochMillis,
  ): Promise<CallReply> {
    return this.#send(role, { action: "PutRolePolicy", input: { policy: name, document } }, deadline);
  }

  async deletePolicy(role: PeopleRole, name: string, deadline: EpochMillis): Promise<CallReply> {
    const reply = this.#send(role, { action: "DeleteRolePolicy", input: { policy: name } }, deadline);
    if (reply.kind !== "refused" || !["NoSuchEntity", "AccessDenied"].includes(reply.code)) return reply;
    // IAM knows no path of a role that is gone, so a permission on the path does not cover it.
    const found = await this.readPolicy(role, name);
    if (found.kind === "unreadable" || found.value !== undefined) return reply;
    return { kind: "accepted", requestId: found.requestId };
  }

  async readPolicy(role: PeopleRole, name: string): Promise<Read<JsonObject | undefined>> {
    return this.#read(role, "GetRolePolicy", (found) =>
      found !== undefined && Object.hasOwn(found.policies, name) ? structuredClone(found.policies[name]) : undefined,
    );
  }

  async listPolicies(role: PeopleRole, prefix: string): Promise<Read<readonly string[]>> {
    return this.#read(role, "ListRolePolicies", (found) =>
      Object.keys(found?.policies ?? {}).filter((name) => name.startsWith(prefix)),
    );
  }

  async listRoles(account: AccountNumber): ReturnType<GrantCloud["listRoles"]> {
    const { line, state } = this.#deps;
    return line.read({ operation: "iam:ListRoles", args: { account, path: PEOPLE_PATH } }, (asOf) =>
      state.roles
        .ids()
        .map((id) => state.roles.asOf(id, asOf))
        .filter((role) => role?.account === account && role.path === PEOPLE_PATH)
        .flatMap((role) =>
          role === undefined ? [] : [{ roleName: role.name, policyNames: Object.keys(role.policies) }],
        ),
    );
  }

  async issueCredentials(
    role: PeopleRole,
    session: { readonly grant: string; readonly until: EpochMillis },
  ): Promise<Read<SessionCredentials>> {
    const { line } = this.#deps;
    const read = line.read({ operation: "sts:AssumeRole", args: { role: role.roleName, ...session } }, () =>
      openSession({ role, ...session }, this.#deps),
    );
    if (read.kind === "unreadable") return read;
    if (!read.value.ok) return { kind: "unreadable", ...read.value.error };
    return { ...read, value: read.value.value };
  }

  #mend(role: PeopleRole, deadline: EpochMillis): CallReply {
    const trust = peopleTrust(role.account, role.person);
    const mended = this.#send(role, { action: "UpdateAssumeRolePolicy", input: { trust } }, deadline);
    if (mended.kind !== "accepted") return mended;
    const boundary = boundaryArnOf(role.account);
    return this.#send(role, { action: "PutRolePermissionsBoundary", input: { boundary } }, deadline);
  }

  #send(role: PeopleRole, { action, input }: Change, deadline: EpochMillis): CallReply {
    const call: ApiCall = {
      operation: `iam:${action}`,
      account: role.account,
      region: "us-east-1",
      input: { role: role.roleName, ...input },
      caller: callerOf(role.account, ROLES.access, "tollgate-access"),
    };
    return replyOf(this.#deps.line.send(call, deadline));
  }

  /** A role of another path is not ours to read, whatever its name. */
  #read<Value>(role: PeopleRole, action: string, show: (found: SandboxRole | undefined) => Value): Read<Value> {
    const { line, state } = this.#deps;
    const id = roleIdOf(role.account, role.roleName);
    const foreign = state.roles.get(id)?.path ?? PEOPLE_PATH;
    if (foreign !== PEOPLE_PATH) {
      return {
        kind: "unreadable",
        code: "AccessDenied",
        message: `"${role.roleName}" is no role under ${PEOPLE_PATH}`,
      };
    }
    const args = { account: role.account, role: role.roleName };
    return line.read({ operation: `iam:${action}`, args }, (asOf) => show(state.roles.asOf(id, asOf)));
  }
}

type Change = { readonly action: string; readonly input: JsonObject };

const replyOf = (sent: Sent): CallReply =>
  sent.kind === "accepted" ? { kind: "accepted", requestId: sent.requestId } : sent;
