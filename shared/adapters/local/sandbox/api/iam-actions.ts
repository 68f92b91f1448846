import {
  type Acted,
  type ApiAction,
  done,
  failed,
  type Scene,
  textOf,
} from "#shared/adapters/local/sandbox/api/action.ts";
import type { Fields } from "#shared/adapters/local/sandbox/api/input.ts";
import { policyFlaw } from "#shared/adapters/local/sandbox/iam/read-policy.ts";
import { roleIdOf, type SandboxRole } from "#shared/adapters/local/sandbox/state.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** Characters of all inline policies of a role together, white space not counted (IAM quotas). */
const INLINE_POLICY_LIMIT = 10_240;

type RoleAction = {
  readonly action: string;
  readonly fields: Fields;
  readonly shown?: (input: JsonObject) => JsonObject;
  readonly context?: ApiAction["context"];
  readonly act: (input: JsonObject, role: SandboxRole) => SandboxRole | "remove" | Extract<Acted, { kind: "failed" }>;
};

const boundaryContext = (input: JsonObject) => ({ "iam:PermissionsBoundary": textOf(input, "boundary") || undefined });

/** What IAM does with a role that stands. */
const ROLE_ACTIONS: readonly RoleAction[] = [
  {
    action: "PutRolePolicy",
    fields: { policy: "text", document: "object" },
    shown: (input) => ({ policyName: textOf(input, "policy"), policyDocument: JSON.stringify(input["document"]) }),
    act: (input, role) => putPolicy(role, textOf(input, "policy"), input["document"]),
  },
  {
    action: "DeleteRolePolicy",
    fields: { policy: "text" },
    shown: (input) => ({ policyName: textOf(input, "policy") }),
    act(input, role) {
      const name = textOf(input, "policy");
      if (!Object.hasOwn(role.policies, name)) return missing(`policy "${name}"`);
      return { ...role, policies: Object.fromEntries(Object.entries(role.policies).filter(([each]) => each !== name)) };
    },
  },
  {
    action: "UpdateAssumeRolePolicy",
    fields: { trust: "object" },
    shown: (input) => ({ policyDocument: JSON.stringify(input["trust"]) }),
    act(input, role) {
      const flaw = policyFlaw(input["trust"], "trust");
      return flaw === undefined ? { ...role, trust: cloned(input["trust"]) } : malformed(flaw);
    },
  },
  {
    action: "PutRolePermissionsBoundary",
    fields: { boundary: "text" },
    shown: (input) => ({ permissionsBoundary: textOf(input, "boundary") }),
    context: boundaryContext,
    act: (input, role) => ({ ...role, boundary: textOf(input, "boundary") }),
  },
  {
    action: "DeleteRolePermissionsBoundary",
    fields: {},
    act(_input, role) {
      const { boundary: _boundary, ...bare } = role;
      return bare;
    },
  },
  {
    action: "DeleteRole",
    fields: {},
    act: (_input, role) =>
      Object.keys(role.policies).length === 0
        ? "remove"
        : { kind: "failed", code: "DeleteConflict", message: "Cannot delete entity, must delete policies first" },
  },
];

export const IAM_ACTIONS: readonly ApiAction[] = [
  {
    name: "iam:CreateRole",
    event: { source: "iam.amazonaws.com", name: "CreateRole", region: "us-east-1" },
    fields: { role: "text", path: "text?", trust: "object", boundary: "text?" },
    resource: (input, { account }) => roleArn(account, textOf(input, "path") || "/", textOf(input, "role")),
    context: boundaryContext,
    request: (input) => ({
      roleName: textOf(input, "role"),
      path: textOf(input, "path") || "/",
      assumeRolePolicyDocument: JSON.stringify(input["trust"]),
      ...(input["boundary"] === undefined ? {} : { permissionsBoundary: textOf(input, "boundary") }),
    }),
    act: createRole,
  },
  ...ROLE_ACTIONS.map(
    (each): ApiAction => ({
      name: `iam:${each.action}`,
      event: { source: "iam.amazonaws.com", name: each.action, region: "us-east-1" },
      fields: { role: "text", ...each.fields },
      resource: (input, { account, state }) =>
        state.roles.get(roleIdOf(account, textOf(input, "role")))?.arn ?? roleArn(account, "/", textOf(input, "role")),
      ...(each.context === undefined ? {} : { context: each.context }),
      request: (input) => ({ roleName: textOf(input, "role"), ...each.shown?.(input) }),
      act: (input, scene) => changeRole(each, input, scene),
    }),
  ),
];

function createRole(input: JsonObject, { state, account }: Scene): Acted {
  const [name, path] = [textOf(input, "role"), textOf(input, "path") || "/"];
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) return failed("ValidationError", `"${name}" is no role name`);
  if (!/^\/([\w+=,.@-]+\/)*$/.test(path)) return failed("ValidationError", `"${path}" is no path`);
  if (state.roles.get(roleIdOf(account, name)) !== undefined) {
    return failed("EntityAlreadyExists", `Role with name ${name} already exists`);
  }
  const flaw = policyFlaw(input["trust"], "trust");
  if (flaw !== undefined) return malformed(flaw);
  state.roles.put(roleIdOf(account, name), {
    arn: roleArn(account, path, name),
    account,
    name,
    path,
    trust: cloned(input["trust"]),
    ...(input["boundary"] === undefined ? {} : { boundary: textOf(input, "boundary") }),
    policies: {},
  });
  return done({ role: { roleName: name, path, arn: roleArn(account, path, name) } });
}

function changeRole(action: RoleAction, input: JsonObject, { state, account }: Scene): Acted {
  const id = roleIdOf(account, textOf(input, "role"));
  const role = state.roles.get(id);
  if (role === undefined) return missing(`role "${textOf(input, "role")}"`);
  const changed = action.act(input, role);
  if (changed === "remove") state.roles.remove(id);
  else if ("kind" in changed) return changed;
  else state.roles.put(id, changed);
  return done();
}

function putPolicy(role: SandboxRole, name: string, document: Json | undefined): ReturnType<RoleAction["act"]> {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) {
    return { kind: "failed", code: "ValidationError", message: `"${name}" is no policy name` };
  }
  const flaw = policyFlaw(document, "identity");
  if (flaw !== undefined) return malformed(flaw);
  const policies = { ...role.policies, [name]: cloned(document) };
  const size = Object.values(policies).reduce((sum, each) => sum + countedSize(each), 0);
  if (size <= INLINE_POLICY_LIMIT) return { ...role, policies };
  const message = `Maximum policy size of ${INLINE_POLICY_LIMIT} bytes exceeded for role ${role.name}`;
  return { kind: "failed", code: "LimitExceeded", message };
}

/** The characters of a document that IAM counts: all but white space. */
const countedSize = (document: JsonObject): number => JSON.stringify(document).replace(/\s/g, "").length;

export const roleArn = (account: string, path: string, name: string): string =>
  `arn:aws:iam::${account}:role${path}${name}`;

// Kept apart from what the caller holds, so that a later change of theirs changes nothing here.
const cloned = (document: Json | undefined): JsonObject => structuredClone(document ?? {}) as JsonObject;

const missing = (what: string) => ({ kind: "failed", code: "NoSuchEntity", message: `There is no ${what}` }) as const;

const malformed = (flaw: string) => ({ kind: "failed", code: "MalformedPolicyDocument", message: flaw }) as const;
