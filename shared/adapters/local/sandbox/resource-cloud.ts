import { callerOf, ROLES } from "#shared/adapters/local/sandbox/baseline.ts";
import { isForGood } from "#shared/adapters/local/sandbox/faults.ts";
import type { Line, Sent } from "#shared/adapters/local/sandbox/line.ts";
import { retentionCall, type SettingCall } from "#shared/adapters/local/sandbox/retention.ts";
import { isReady, showResource } from "#shared/adapters/local/sandbox/show-resource.ts";
import type { SandboxResource, SandboxState } from "#shared/adapters/local/sandbox/state.ts";
import { bucketTagCalls, tagCalls } from "#shared/adapters/local/sandbox/tag-calls.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import type {
  FreshlyRead,
  ReadResource,
  ResourceChange,
  ResourceCloud,
  ResourceRef,
  WriteReply,
} from "#shared/policy/cloud.ts";

export type ResourceCloudDeps = {
  readonly state: SandboxState;
  readonly line: Line;
  readonly readyAfter: Readonly<Record<string, Millis>>;
  /** Resources on a page of a list. */
  readonly pageSize: number;
};

type Listed = Awaited<ReturnType<ResourceCloud["list"]>>;
type Refused = Extract<WriteReply, { kind: "refused" }>;
type Found = { readonly kind: "found"; readonly resource: SandboxResource; readonly requestId: string };

/** Only a bucket's tags are taken whole; one of which nothing but they are written needs no other look. */
const mayBeMerged = (ref: ResourceRef, changes: readonly ResourceChange[], { until, clock }: FreshlyRead): boolean =>
  ref.type === "s3.bucket" && changes.every(({ set }) => set === "tag") && clock.now() <= until;

const missing = ({ type, arn }: ResourceRef): Refused => ({
  kind: "refused",
  code: SANDBOX_TYPES.get(type)?.codes.missing ?? "UnknownType",
  message: `There is no ${type} ${arn}`,
  forGood: true,
});

/** The resource side of the sandbox: what Tollgate's policy role can do there, and nothing else. */
export class SandboxResourceCloud implements ResourceCloud {
  readonly #deps: ResourceCloudDeps;

  constructor(deps: ResourceCloudDeps) {
    this.#deps = deps;
  }

  async list(where: Pick<ResourceRef, "account" | "region" | "type">, cursor = ""): Promise<Listed> {
    const { line, state, pageSize } = this.#deps;
    if (!SANDBOX_TYPES.has(where.type)) {
      return {
        kind: "unreadable",
        code: "UnknownType",
        message: `The sandbox has no resources of type "${where.type}"`,
      };
    }
    if (state.accounts.get(where.account) === undefined) {
      return { kind: "unreadable", code: "AccessDenied", message: `There is no account ${where.account}` };
    }
    const read = line.read({ operation: `${where.type}:List`, args: { ...where, cursor } }, (asOf) =>
      population(state, where, asOf).filter(({ arn }) => arn > cursor),
    );
    if (read.kind === "unreadable") return read;
    const page = read.value.slice(0, pageSize);
    const last = page.at(-1);
    const more = read.value.length > page.length && last !== undefined;
    return { kind: "listed", refs: page.map(refOf), ...(more ? { cursor: last.arn } : {}) };
  }

  async read(ref: ResourceRef): Promise<ReadResource> {
    const { line, state: sandbox, readyAfter } = this.#deps;
    if (!SANDBOX_TYPES.has(ref.type)) {
      return { kind: "unreadable", code: "UnknownType", message: `The sandbox has no resources of type "${ref.type}"` };
    }
    const read = line.read({ operation: `${ref.type}:Describe`, args: { arn: ref.arn } }, (asOf) =>
      sandbox.resources.asOf(ref.arn, asOf),
    );
    if (read.kind === "unreadable") return read;
    const found = read.value;
    if (found === undefined || found.type !== ref.type || found.account !== ref.account) return { kind: "gone" };
    if (!isReady(found, readyAfter, read.beganAt)) return { kind: "not-ready" };
    // No service tells who made a resource: that is the trail's to tell.
    const { creator: _creator, ...state } = showResource(found);
    return { kind: "read", state };
  }

  /** One call after the other, and none after the first that is not accepted. */
  async write(ref: ResourceRef, changes: readonly ResourceChange[], fresh?: FreshlyRead): Promise<WriteReply> {
    const found = this.#mergedWith(ref, changes, fresh);
    if (found.kind === "refused") return found;
    const calls = callsFor(found.resource, changes);
    if ("kind" in calls) return calls;
    return this.#sendAll(ref, calls, found.requestId);
  }

  /** What the write is merged with. It is read over the line, because that read may be old or fail, or was read just now. */
  #mergedWith(ref: ResourceRef, changes: readonly ResourceChange[], fresh: FreshlyRead | undefined): Found | Refused {
    const { line, state } = this.#deps;
    if (fresh !== undefined && mayBeMerged(ref, changes, fresh)) {
      const resource = state.resources.get(ref.arn);
      // What the account refuses by itself is no second look.
      if (resource?.type !== ref.type) return missing(ref);
      return { kind: "found", resource: { ...resource, tags: fresh.state.tags }, requestId: "" };
    }
    const read = line.read({ operation: `${ref.type}:Describe`, args: { arn: ref.arn } }, (asOf) =>
      state.resources.asOf(ref.arn, asOf),
    );
    if (read.kind === "unreadable") return { ...read, kind: "refused", forGood: isForGood(read.code) };
    if (read.value?.type !== ref.type) return missing(ref);
    return { kind: "found", resource: read.value, requestId: read.requestId };
  }

  #sendAll(ref: ResourceRef, calls: readonly SettingCall[], requestId: string): WriteReply {
    let last = requestId;
    for (const { operation, input } of calls) {
      const caller = callerOf(ref.account, ROLES.policy, "tollgate-policy");
      const sent = this.#deps.line.send({ operation, account: ref.account, region: ref.region, input, caller });
      const reply = refusedInside(sent) ?? sent;
      if (reply.kind !== "accepted") return reply;
      last = reply.requestId;
    }
    return { kind: "accepted", requestId: last };
  }
}

function population(
  state: SandboxState,
  where: Pick<ResourceRef, "account" | "region" | "type">,
  asOf: EpochMillis,
): readonly SandboxResource[] {
  return state.resources
    .ids()
    .map((id) => state.resources.asOf(id, asOf))
    .filter((each) => each !== undefined)
    .filter((each) => each.type === where.type && each.account === where.account && each.region === where.region)
    .toSorted((left, right) => (left.arn < right.arn ? -1 : 1));
}

const refOf = ({ arn, type, account, region }: SandboxResource): ResourceRef => ({ arn, type, account, region });

/** The calls that make the changes: tags first, then each retention. */
function callsFor(resource: SandboxResource, changes: readonly ResourceChange[]): readonly SettingCall[] | Refused {
  const tags = changes.filter((change) => change.set === "tag");
  const first = tags.length === 0 ? [] : (resource.type === "s3.bucket" ? bucketTagCalls : tagCalls)(resource, tags);
  const rest = retentionCalls(
    resource,
    changes.filter((change) => change.set === "retention"),
  );
  return "kind" in rest ? rest : [...first, ...rest];
}

type RetentionChange = Extract<ResourceChange, { set: "retention" }>;

/** A later change builds on an earlier. */
function retentionCalls(
  resource: SandboxResource,
  changes: readonly RetentionChange[],
): readonly SettingCall[] | Refused {
  let calls: readonly SettingCall[] = [];
  let { settings } = resource;
  for (const change of changes) {
    const call = retentionCall({ ...resource, settings }, change);
    if (call === undefined) return unsupported(resource.type, change);
    settings = afterCall(settings, call);
    // A later configuration holds the earlier, and S3 takes it whole: one call, and nobody sees half of it.
    const before = isOfLifecycle(call) ? calls.filter((each) => !isOfLifecycle(each)) : calls;
    calls = [...before, { operation: call.operation, input: { ...nameOf(resource), ...call.input } }];
  }
  return calls;
}

function unsupported(type: string, { control, days, rule }: RetentionChange): Refused {
  const where = rule === undefined ? "" : ` in rule "${rule.id}" of prefix "${rule.prefix}"`;
  const message = `"${control}" of a ${type} cannot be set to ${days}${where}`;
  return { kind: "refused", code: "UnsupportedControl", message, forGood: true };
}

const isOfLifecycle = ({ operation }: SettingCall): boolean => /^s3:.*Lifecycle/.test(operation);

/** What a later change of the same write builds on; only a lifecycle is one setting for several controls. */
function afterCall(settings: SandboxResource["settings"], { operation, input }: SettingCall): typeof settings {
  if (operation === "s3:DeleteBucketLifecycle") return { ...settings, lifecycle: [] };
  const rules = input["rules"];
  return rules === undefined ? settings : { ...settings, lifecycle: rules };
}

const nameOf = ({ type, id }: SandboxResource): Readonly<Record<string, string>> => ({
  [SANDBOX_TYPES.get(type)?.idField ?? "arn"]: id,
});

/** An HTTP 200 of the tagging API that names our resource as failed is a refusal. */
function refusedInside(sent: Sent): WriteReply | undefined {
  if (sent.kind !== "accepted") return undefined;
  const failures = Object.values(sent.response?.["failedResourcesMap"] ?? {});
  const failure: unknown = failures[0];
  if (typeof failure !== "object" || failure === null) return undefined;
  const { errorCode: code, errorMessage: message } = failure as { errorCode?: unknown; errorMessage?: unknown };
  return { kind: "refused", code: String(code), message: String(message), forGood: isForGood(String(code)) };
}
