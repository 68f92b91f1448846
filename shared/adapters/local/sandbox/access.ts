import type { JsonObject } from "#shared/kernel/json.ts";
import { type Clock, isoOf } from "#shared/kernel/time.ts";
import { evaluate, type Judgement } from "./iam/evaluate.ts";
import { readPolicy } from "./iam/read-policy.ts";
import { contextOf, type Policy, type PolicyKind } from "./iam/statement.ts";
import { bucketOf, type Caller, roleIdOf, type SandboxResource, type SandboxRole, type SandboxState } from "./state.ts";

/** What is asked of IAM: an action on a resource, with what the request itself carries. */
export type Asked = {
  readonly action: string;
  readonly resource: string;
  readonly region: string;
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
};

type Deps = { readonly state: SandboxState; readonly clock: Clock };

/** Whether the caller may, by every policy that has a say, as the account's clock stands. */
export function authorize(caller: Caller, asked: Asked, deps: Deps): Judgement {
  const role = deps.state.roles.get(roleIdOf(caller.account, caller.role));
  if (role === undefined) {
    return { allowed: false, because: `denied: there is no role "${caller.role}" in account ${caller.account}` };
  }
  const bucket = bucketNamed(asked.resource, deps.state);
  if (asked.resource.startsWith("arn:aws:s3:::") && bucket === undefined && asked.action !== "s3:CreateBucket") {
    return { allowed: false, because: `denied: there is no bucket "${asked.resource.slice(13).split("/")[0]}"` };
  }
  const first = ask({ role, caller, asked, bucket }, deps);
  return first.allowed ? (decryption({ role, caller, asked, bucket }, deps) ?? first) : first;
}

type Scene = {
  readonly role: SandboxRole;
  readonly caller: Caller;
  readonly asked: Asked;
  readonly bucket: SandboxResource | undefined;
};

function ask({ role, caller, asked, bucket }: Scene, { state, clock }: Deps): Judgement {
  const sessionArn = sessionArnOf(role, caller.session);
  const resourceAccount = bucket?.account ?? (asked.resource.split(":")[4] || role.account);
  const boundary = role.boundary === undefined ? undefined : boundaryOf(role.boundary, state);
  const resourcePolicy = resourcePolicyOf(asked, bucket, state);
  return evaluate({
    principal: { account: role.account, roleArn: role.arn, sessionArn },
    action: asked.action,
    resource: asked.resource,
    resourceAccount,
    context: contextOf({
      "aws:CurrentTime": isoOf(clock.now()),
      "aws:EpochTime": String(Math.floor(clock.now() / 1_000)),
      "aws:PrincipalArn": role.arn,
      "aws:PrincipalAccount": role.account,
      "aws:PrincipalType": "AssumedRole",
      "aws:ResourceAccount": resourceAccount,
      "aws:RequestedRegion": asked.region,
      "aws:SecureTransport": "true",
      "sts:SourceIdentity": caller.session,
      "sts:RoleSessionName": caller.session,
      ...asked.context,
    }),
    identity: Object.entries(role.policies).map(([name, document]) =>
      parsed(`the policy ${name}`, document, "identity"),
    ),
    ...(boundary === undefined ? {} : { boundary }),
    ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
  });
}

/** Reading an object of a bucket with a key needs the key too, asked for by S3 in the reader's name. */
function decryption({ role, caller, asked, bucket }: Scene, deps: Deps): Judgement | undefined {
  const key = bucket?.settings["kmsKey"];
  if (typeof key !== "string" || asked.action !== "s3:GetObject") return undefined;
  const kms: Asked = {
    action: "kms:Decrypt",
    resource: key,
    region: asked.region,
    context: {
      "kms:ViaService": `s3.${bucket?.region}.amazonaws.com`,
      "kms:CallerAccount": role.account,
      "kms:EncryptionContext:aws:s3:arn": encryptedAs(asked, bucket),
      "kms:EncryptionContextKeys": "aws:s3:arn",
    },
  };
  const answer = ask({ role, caller, asked: kms, bucket: undefined }, deps);
  return answer.allowed ? undefined : answer;
}

/** What S3 names as decrypted: the bucket where it has a bucket key, as ours have unless they say no, else the object. */
const encryptedAs = (asked: Asked, bucket: SandboxResource | undefined): string | undefined =>
  bucket?.settings["bucketKey"] === false ? asked.resource : bucket?.arn;

/** A boundary whose policy is gone allows nothing. */
function boundaryOf(arn: string, state: SandboxState): Policy {
  const name = `the boundary ${arn.split("/").at(-1)}`;
  const policy = state.policies.get(arn);
  return policy === undefined ? { name, statements: [] } : parsed(name, policy.document, "identity");
}

function resourcePolicyOf(
  asked: Asked,
  bucket: SandboxResource | undefined,
  state: SandboxState,
): { readonly policy: Policy; readonly decides: boolean } | undefined {
  if (bucket !== undefined) {
    const document = bucket.settings["policy"];
    if (document === undefined) return undefined;
    return { policy: parsed(`the bucket policy of ${bucket.id}`, document as JsonObject, "resource"), decides: false };
  }
  const [, , service, , account, name = ""] = asked.resource.split(":");
  if (service === "kms") {
    const key = state.keys.get(asked.resource);
    const policy = key && parsed(`the policy of key ${name.split("/").at(-1)}`, key.policy, "resource");
    return { policy: policy ?? { name: `the missing key ${asked.resource}`, statements: [] }, decides: true };
  }
  if (asked.action !== "sts:AssumeRole") return undefined;
  const role = state.roles.get(roleIdOf(account ?? "", name.split("/").at(-1) ?? ""));
  const trust =
    role === undefined ? { name: "", statements: [] } : parsed(`the trust of ${role.name}`, role.trust, "trust");
  return { policy: trust, decides: true };
}

const bucketNamed = (arn: string, state: SandboxState): SandboxResource | undefined =>
  arn.startsWith("arn:aws:s3:::") ? bucketOf(state, arn.slice(13).split("/")[0] ?? "") : undefined;

export const sessionArnOf = (role: SandboxRole, session: string): string =>
  `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session}`;

// Documents are replaced and never changed, so each is read once.
const read = new WeakMap<object, Policy>();

function parsed(name: string, document: JsonObject, kind: PolicyKind): Policy {
  const known = read.get(document);
  if (known !== undefined) return known;
  const policy = readPolicy(name, document, kind);
  read.set(document, policy);
  return policy;
}
