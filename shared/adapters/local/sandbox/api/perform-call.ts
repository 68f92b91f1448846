import { authorize } from "#shared/adapters/local/sandbox/access.ts";
import type { Acted, ApiAction, ApiDeps, Scene } from "#shared/adapters/local/sandbox/api/action.ts";
import { API_ACTIONS } from "#shared/adapters/local/sandbox/api/actions.ts";
import { cloudTrailRecord } from "#shared/adapters/local/sandbox/api/cloudtrail-record.ts";
import { type ApiCall, roleIdOf } from "#shared/adapters/local/sandbox/state.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

export type CallDeps = ApiDeps & {
  /** Where the records of state-changing calls go. */
  readonly emit: (record: JsonObject) => void;
};

/** The service's answer; `record` is what CloudTrail has of it, undefined for reads and data events. */
export type Performed = Acted & { readonly requestId: string; readonly record?: JsonObject };

/**
 * Performs one call as AWS does: authorises, acts, records. A rejected call changes nothing and is
 * recorded with its `errorCode`.
 *
 * @param forced - an answer that the service gives instead of acting, such as a throttle; that it is done, only to who may
 */
export function performCall(call: ApiCall, deps: CallDeps, forced?: Acted): Performed {
  const requestId = deps.ids.next("request");
  const action = API_ACTIONS.get(call.operation);
  if (action === undefined) {
    return { kind: "failed", code: "InvalidAction", message: `There is no action ${call.operation}`, requestId };
  }
  const scene = sceneOf(call, deps);
  const refused = forced?.kind === "failed" ? forced : refusal(action, call, scene);
  const acted = refused ?? forced ?? action.act(call.input, scene);
  const record = recordOf(action, call, { deps, scene, acted, requestId });
  if (record === undefined) return { ...acted, requestId };
  deps.emit(record);
  return { ...acted, requestId, record };
}

function sceneOf(call: ApiCall, deps: CallDeps): Scene {
  return {
    ...deps,
    account: call.account,
    region: call.region,
    caller: call.caller,
    mayAlso: (action, resource) => authorize(call.caller, { action, resource, region: call.region }, deps),
  };
}

function refusal(action: ApiAction, call: ApiCall, scene: Scene): Acted | undefined {
  const resource = action.resource(call.input, scene);
  const context = action.context?.(call.input);
  const asked = {
    action: action.permission ?? action.name,
    resource,
    region: call.region,
    ...(context === undefined ? {} : { context }),
  };
  const { allowed, because } = authorize(call.caller, asked, scene);
  return allowed ? undefined : { kind: "failed", code: deniedCode(action.name), message: because };
}

/** Services spell the same refusal differently. */
function deniedCode(action: string): string {
  const [service] = action.split(":");
  if (service === "ec2") return "Client.UnauthorizedOperation";
  return ["s3", "iam", "rds", "redshift", "sqs"].includes(service ?? "") ? "AccessDenied" : "AccessDeniedException";
}

type Happened = {
  readonly deps: CallDeps;
  readonly scene: Scene;
  readonly acted: Acted;
  readonly requestId: string;
};

function recordOf(
  action: ApiAction,
  call: ApiCall,
  { deps, scene, acted, requestId }: Happened,
): JsonObject | undefined {
  if (action.event === undefined) return undefined;
  return cloudTrailRecord({
    call,
    event: action.event,
    role: deps.state.roles.get(roleIdOf(call.caller.account, call.caller.role)),
    at: deps.clock.now(),
    requestId,
    eventId: deps.ids.next("event"),
    request: action.request(call.input, scene),
    response: acted.kind === "done" ? acted.response : null,
    ...(acted.kind === "failed" ? { error: { code: acted.code, message: acted.message } } : {}),
  });
}
