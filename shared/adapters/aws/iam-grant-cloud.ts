import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { CallReply, GrantCloud, PeopleRole, Read } from "#shared/access/cloud.ts";
import { boundaryArnOf, PEOPLE_PATH, peopleTrust } from "#shared/access/people-role.ts";
import { FENCE_MARGIN } from "#shared/adapters/aws/fence-margin.ts";
import type { IamCalls } from "#shared/adapters/aws/iam-calls.ts";
import { documentIn, policyNames, roleOf, rolesUnder } from "#shared/adapters/aws/iam-reading.ts";
import type { PeopleSessions } from "#shared/adapters/aws/people-sessions.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import { canonicalJson, type JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

export type IamGrantCloudDeps = { readonly calls: IamCalls; readonly people: PeopleSessions };

/** The identity side of governed accounts on IAM: roles under `/tollgate/people/`, and nothing else. */
export class IamGrantCloud implements GrantCloud {
  readonly fenceMargin: number = FENCE_MARGIN;
  readonly #calls: IamCalls;
  readonly #people: PeopleSessions;

  constructor({ calls, people }: IamGrantCloudDeps) {
    this.#calls = calls;
    this.#people = people;
  }

  async ensureRole(role: PeopleRole, deadline: EpochMillis): Promise<CallReply> {
    const found = await this.readRole(role);
    if (found.kind === "unreadable") return { kind: "unknown", because: `${found.code}: ${found.message}` };
    if (found.value === "as-intended") return { kind: "accepted", requestId: found.requestId };
    if (found.value === "different") return this.#mend(role, deadline);
    const made = await this.#calls.send(role.account, creationOf(role), deadline);
    // The read was old: the role is there after all.
    return made.kind === "refused" && made.code === "EntityAlreadyExists" ? this.#mend(role, deadline) : made;
  }

  readRole(role: PeopleRole): Promise<Read<"as-intended" | "different" | "absent">> {
    return this.#calls.read<"as-intended" | "different" | "absent">(
      role,
      async (iam) => {
        const found = await roleOf(iam, role.roleName);
        const intended =
          found.path === PEOPLE_PATH &&
          found.boundary === boundaryArnOf(role.account) &&
          canonicalJson(found.trust) === canonicalJson(peopleTrust(role.account, role.person));
        return { value: intended ? "as-intended" : "different", requestId: found.requestId };
      },
      () => "absent",
    );
  }

  async putPolicy(
    { role, name, document }: { readonly role: PeopleRole; readonly name: string; readonly document: JsonObject },
    deadline: EpochMillis,
  ): Promise<CallReply> {
    // How much all policies of a role may hold, IAM counts by itself, and refuses what is beyond it by name.
    const put = new PutRolePolicyCommand({
      RoleName: role.roleName,
      PolicyName: name,
      PolicyDocument: JSON.stringify(document),
    });
    const reply = await this.#calls.send(role.account, put, deadline);
    if (reply.kind !== "refused" || reply.code !== "AccessDenied") return reply;
    // IAM knows no path of a role that is not there, so a permission on the path does not cover it.
    const found = await this.readRole(role);
    if (found.kind === "unreadable" || found.value !== "absent") return reply;
    return { kind: "refused", code: "NoSuchEntity", message: `There is no role "${role.roleName}"`, forGood: true };
  }

  async deletePolicy(role: PeopleRole, name: string, deadline: EpochMillis): Promise<CallReply> {
    const deletion = new DeleteRolePolicyCommand({ RoleName: role.roleName, PolicyName: name });
    const reply = await this.#calls.send(role.account, deletion, deadline);
    if (reply.kind !== "refused" || !["NoSuchEntity", "AccessDenied"].includes(reply.code)) return reply;
    // IAM knows no path of a role that is gone, so a permission on the path does not cover it.
    const found = await this.readPolicy(role, name);
    if (found.kind === "unreadable" || found.value !== undefined) return reply;
    return { kind: "accepted", requestId: found.requestId };
  }

  readPolicy(role: PeopleRole, name: string): Promise<Read<JsonObject | undefined>> {
    return this.#calls.read<JsonObject | undefined>(
      role,
      async (iam) => {
        const answer = await iam.send(new GetRolePolicyCommand({ RoleName: role.roleName, PolicyName: name }));
        return { value: documentIn(answer.PolicyDocument), requestId: answer.$metadata.requestId };
      },
      () => undefined,
    );
  }

  listPolicies(role: PeopleRole, prefix: string): Promise<Read<readonly string[]>> {
    return this.#calls.read<readonly string[]>(
      role,
      async (iam) => {
        const { names, requestId } = await policyNames(iam, role.roleName);
        return { value: names.filter((name) => name.startsWith(prefix)), requestId };
      },
      () => [],
    );
  }

  listRoles(account: AccountNumber): ReturnType<GrantCloud["listRoles"]> {
    return this.#calls.readAll(account, (iam) => rolesUnder(iam, PEOPLE_PATH));
  }

  issueCredentials(
    role: PeopleRole,
    session: { readonly grant: string; readonly until: EpochMillis },
  ): ReturnType<GrantCloud["issueCredentials"]> {
    return this.#people.open(role, session);
  }

  async #mend(role: PeopleRole, deadline: EpochMillis): Promise<CallReply> {
    const trust = new UpdateAssumeRolePolicyCommand({
      RoleName: role.roleName,
      PolicyDocument: JSON.stringify(peopleTrust(role.account, role.person)),
    });
    const mended = await this.#calls.send(role.account, trust, deadline);
    if (mended.kind !== "accepted") return mended;
    const PermissionsBoundary = boundaryArnOf(role.account);
    const bounded = new PutRolePermissionsBoundaryCommand({ RoleName: role.roleName, PermissionsBoundary });
    return this.#calls.send(role.account, bounded, deadline);
  }
}

const creationOf = ({ account, person, roleName }: PeopleRole): CreateRoleCommand =>
  new CreateRoleCommand({
    RoleName: roleName,
    Path: PEOPLE_PATH,
    AssumeRolePolicyDocument: JSON.stringify(peopleTrust(account, person)),
    PermissionsBoundary: boundaryArnOf(account),
    Description: "Made by Tollgate: what one person may do here, while a grant lasts",
  });
