import { type Asked, authorize } from "#shared/adapters/local/sandbox/access.ts";
import type { ApiDeps } from "#shared/adapters/local/sandbox/api/action.ts";
import { API_ACTIONS } from "#shared/adapters/local/sandbox/api/actions.ts";
import { nearNames, readInput } from "#shared/adapters/local/sandbox/api/input.ts";
import { type CallDeps, performCall } from "#shared/adapters/local/sandbox/api/perform-call.ts";
import { personOf, ROLES } from "#shared/adapters/local/sandbox/baseline.ts";
import { bucketOf, type Caller, type SandboxRole, type SandboxState } from "#shared/adapters/local/sandbox/state.ts";
import type { AccountNumber, PersonId } from "#shared/kernel/ids.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** A person at work in the sandbox. Without an account it is the first; without a region that account's. */
export type Actor = {
  readonly person: PersonId;
  readonly account?: AccountNumber;
  readonly region?: string;
  /** Data is read by the person's Tollgate role; anything else is done by the role to build with. */
  readonly as?: "builder" | "administrator" | "tollgate";
};

export type Outcome =
  | { readonly kind: "done"; readonly response: JsonObject | null; readonly record?: JsonObject }
  /** AWS said no: nothing changed, and CloudTrail has it with its `errorCode`. */
  | { readonly kind: "refused"; readonly code: string; readonly because: string; readonly record?: JsonObject }
  /** Not sent at all. */
  | { readonly kind: "unknown-action" | "wrong-input" | "no-account" | "no-role"; readonly because: string };

/** Whether it would be let through, and why. */
export type TryAnswer = { readonly allowed: boolean; readonly because: string };

const DATA_READS: ReadonlySet<string> = new Set(["s3:GetObject", "s3:ListObjectsV2"]);

/** Does what a person does in the sandbox, for real; people's calls suffer none of the faults. */
export function performAs(
  actor: Actor,
  call: { readonly action: string; readonly input: Json },
  deps: CallDeps,
): Outcome {
  const action = API_ACTIONS.get(call.action);
  if (action === undefined) return { kind: "unknown-action", because: unknownAction(call.action) };
  const input = readInput(action.fields, call.input);
  if (!input.ok) return { kind: "wrong-input", because: `Cannot do "${call.action}": ${input.error}` };
  const account = deps.state.accounts.get(actor.account ?? deps.state.accounts.values()[0]?.account ?? "");
  if (account === undefined)
    return { kind: "no-account", because: `Cannot do "${call.action}": ${noAccount(actor, deps.state)}` };
  const role = roleFor(actor, { ...account, data: DATA_READS.has(call.action) }, deps.state);
  if (role === undefined) {
    const because = `Cannot do "${call.action}": ${actor.person} has no Tollgate role in account ${account.account}`;
    return { kind: "no-role", because };
  }
  const caller: Caller = { account: account.account, role, session: actor.person };
  const region = actor.region ?? account.region;
  const performed = performCall(
    { operation: call.action, account: account.account, region, input: input.value, caller },
    deps,
  );
  const record = performed.record === undefined ? {} : { record: performed.record };
  if (performed.kind === "done") return { kind: "done", response: performed.response, ...record };
  return { kind: "refused", code: performed.code, because: performed.message, ...record };
}

/** Whether a running session of the person's Tollgate role may do this now, by IAM alone. */
export function tryAs(actor: Actor, asked: Pick<Asked, "action" | "resource">, deps: ApiDeps): TryAnswer {
  const fault = askedFault(asked);
  if (fault !== undefined) return { allowed: false, because: fault };
  const role = tollgateRole(actor, ownerOf(asked.resource, deps.state), deps.state);
  if (role === undefined) return { allowed: false, because: `denied: ${actor.person} has no Tollgate role here` };
  return tryCaller({ account: role.account, role: role.name, session: actor.person }, asked, deps);
}

/** The same for whoever already is a caller, such as the holder of credentials. */
export function tryCaller(caller: Caller, asked: Pick<Asked, "action" | "resource">, deps: ApiDeps): TryAnswer {
  const fault = askedFault(asked);
  if (fault !== undefined) return { allowed: false, because: fault };
  const region = asked.resource.split(":")[3] || (deps.state.accounts.get(caller.account)?.region ?? "us-east-1");
  const { allowed, because } = authorize(caller, { ...listing(asked), region }, deps);
  return { allowed, because };
}

/** `s3:ListBucket` on `arn:aws:s3:::orders/curated/` asks to list that prefix of the bucket. */
function listing(asked: Pick<Asked, "action" | "resource">): Omit<Asked, "region"> {
  const slash = asked.resource.indexOf("/");
  if (asked.action.toLowerCase() !== "s3:listbucket" || slash < 0) return asked;
  const prefix = asked.resource.slice(slash + 1);
  return { ...asked, resource: asked.resource.slice(0, slash), context: { "s3:prefix": prefix } };
}

function askedFault({ action, resource }: Pick<Asked, "action" | "resource">): string | undefined {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(action)) return `denied: "${action}" is no action, which reads service:Action`;
  if (!/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/.test(resource)) return `denied: "${resource}" is no ARN`;
  return undefined;
}

const ownerOf = (resource: string, state: SandboxState): string | undefined =>
  resource.split(":")[4] || bucketOf(state, resource.slice("arn:aws:s3:::".length).split("/")[0] ?? "")?.account;

/** The person's role in the account asked for, else in the one that owns the resource, else wherever one is. */
function tollgateRole(actor: Actor, owner: string | undefined, state: SandboxState): SandboxRole | undefined {
  const own = state.roles.values().filter((role) => personOf(role) === actor.person);
  if (actor.account !== undefined) return own.find(({ account }) => account === actor.account);
  return own.find(({ account }) => account === owner) ?? own[0];
}

type At = { readonly account: AccountNumber; readonly data: boolean };

function roleFor(actor: Actor, { account, data }: At, state: SandboxState): string | undefined {
  const as = actor.as ?? (data ? "tollgate" : "builder");
  return as === "tollgate" ? tollgateRole({ ...actor, account }, account, state)?.name : ROLES[as];
}

function unknownAction(action: string): string {
  const near = nearNames(action, API_ACTIONS.keys());
  const hint = near.length === 0 ? "one that is there: s3:CreateBucket" : `near it: ${near.join(", ")}`;
  return `Cannot do "${action.slice(0, 80)}": the sandbox has no such action; ${hint}`;
}

const noAccount = (actor: Actor, state: SandboxState): string => {
  const known = state.accounts.values().map(({ account }) => account);
  return `there is no account "${actor.account ?? ""}"; there is ${known.join(", ") || "none yet"}`;
};
