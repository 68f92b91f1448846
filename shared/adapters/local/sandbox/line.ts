import type { Read } from "#shared/access/cloud.ts";
import type { Acted } from "#shared/adapters/local/sandbox/api/action.ts";
import { type CallDeps, performCall } from "#shared/adapters/local/sandbox/api/perform-call.ts";
import { type CloudCall, type Fault, type Faults, isForGood } from "#shared/adapters/local/sandbox/faults.ts";
import type { ApiCall } from "#shared/adapters/local/sandbox/state.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { type Clock, type EpochMillis, epochMillis } from "#shared/kernel/time.ts";

/** What the sender of a call gets to know. */
export type Sent =
  | { readonly kind: "accepted"; readonly requestId: string; readonly response: JsonObject | null }
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly forGood: boolean }
  | { readonly kind: "unknown"; readonly because: string };

/** The way between Tollgate and the account: here calls are lost, late or doubtful. */
export type Line = {
  send(call: ApiCall, deadline?: EpochMillis): Sent;
  /** `show` gets the moment whose state is to be shown. */
  read<Value>(call: CloudCall, show: (asOf: EpochMillis) => Value): Read<Value>;
  /** Lets late calls take effect whose moment has come; every entry to the account begins with it. */
  settle(): void;
};

/** The clock of the account: the one passed in, but while a late call acts, the moment it acts at. */
export type ActingClock = Clock & { at(moment: EpochMillis, act: () => void): void };

export function actingClock(clock: Clock): ActingClock {
  let acting: EpochMillis | undefined;
  return {
    now: () => acting ?? clock.now(),
    at(moment, act) {
      acting = moment;
      try {
        act();
      } finally {
        acting = undefined;
      }
    },
  };
}

export type LineDeps = CallDeps & {
  readonly clock: ActingClock;
  readonly faults: Faults;
  /** How far past its deadline a late call may act, in milliseconds. */
  readonly fenceMargin: number;
};

export function openLine(deps: LineDeps): Line {
  return {
    send: (call, deadline) => send({ call, ...(deadline === undefined ? {} : { deadline }) }, deps),
    read(call, show) {
      settle(deps);
      const beganAt = deps.clock.now();
      const fault = deps.faults(call);
      const failure = fault && readFailure(fault);
      if (failure !== undefined) return { kind: "unreadable", ...failure };
      const asOf = fault?.kind === "stale" ? epochMillis(beganAt - fault.by) : epochMillis(Number.MAX_SAFE_INTEGER);
      return { kind: "read", value: show(asOf), beganAt, requestId: deps.ids.next("request") };
    },
    settle: () => settle(deps),
  };
}

type Sending = { readonly call: ApiCall; readonly deadline?: EpochMillis };

function send({ call, deadline }: Sending, deps: LineDeps): Sent {
  settle(deps);
  const bounded = deadline === undefined ? {} : { deadline };
  const fault = deps.faults({ operation: call.operation, args: call.input, ...bounded });
  if (deadline !== undefined && deps.clock.now() > deadline && fault?.kind !== "ignores-deadline") {
    return {
      kind: "refused",
      code: "DeadlinePassed",
      message: "The call was not sent: its deadline has passed",
      forGood: false,
    };
  }
  switch (fault?.kind) {
    case "times-out-before":
      return { kind: "unknown", because: "the call timed out" };
    case "times-out-after":
      performCall(call, deps);
      return { kind: "unknown", because: "the call timed out" };
    case "late":
    case "late-past-deadline":
      postpone(fault, { call, ...bounded }, deps);
      return { kind: "unknown", because: "the call timed out" };
    case "accepted-late":
      postpone(fault, { call, ...bounded }, deps);
      return { kind: "accepted", requestId: deps.ids.next("request"), response: null };
    case "accepted-in-vain":
      return sentOf(performCall(call, deps, { kind: "done", response: null }));
    case "throttled":
      return sentOf(performCall(call, deps, { kind: "failed", code: "ThrottlingException", message: "Rate exceeded" }));
    case "refused":
      return sentOf(performCall(call, deps, { kind: "failed", code: fault.code, message: fault.message }));
    case "fails-inside":
      return failInside(call, fault.code, deps);
    default:
      return sentOf(performCall(call, deps));
  }
}

type Late = Extract<Fault, { at: EpochMillis }>;

function postpone({ kind, at }: Late, { call, deadline }: Sending, deps: LineDeps): void {
  const bounded = kind !== "late-past-deadline" && deadline !== undefined;
  if (!bounded || at <= deadline + deps.fenceMargin) {
    const id = deps.ids.next("late");
    deps.state.late.put(id, { id, at, call });
    settle(deps);
  }
}

function settle(deps: LineDeps): void {
  const now = deps.clock.now();
  const ripe = deps.state.late.values().filter(({ at }) => at <= now);
  for (const { id, at, call } of ripe.toSorted((left, right) => left.at - right.at)) {
    deps.state.late.remove(id);
    deps.clock.at(at, () => performCall(call, deps));
  }
}

/** HTTP 200, and each ARN in it is named as failed; a call without such an answer is refused. */
function failInside(call: ApiCall, code: string, deps: LineDeps): Sent {
  const arns: Json = call.input["arns"] ?? [];
  const message = "The service behind the tagging API failed";
  if (!call.operation.startsWith("tag:") || !Array.isArray(arns)) {
    return sentOf(performCall(call, deps, { kind: "failed", code, message }));
  }
  const failure = { statusCode: 500, errorCode: code, errorMessage: message };
  const failedResourcesMap = Object.fromEntries(arns.map((arn) => [String(arn), failure]));
  return { kind: "accepted", requestId: deps.ids.next("request"), response: { failedResourcesMap } };
}

const sentOf = (acted: Acted & { readonly requestId: string }): Sent =>
  acted.kind === "done"
    ? { kind: "accepted", requestId: acted.requestId, response: acted.response }
    : { kind: "refused", code: acted.code, message: acted.message, forGood: isForGood(acted.code) };

function readFailure(fault: Fault): { readonly code: string; readonly message: string } | undefined {
  switch (fault.kind) {
    case "throttled":
      return { code: "ThrottlingException", message: "Rate exceeded" };
    case "refused":
      return { code: fault.code, message: fault.message };
    case "fails-inside":
      return { code: fault.code, message: "The service failed" };
    case "times-out-before":
    case "times-out-after":
    case "late":
    case "late-past-deadline":
      return { code: "RequestTimeout", message: "The call timed out" };
    case "stale":
    case "ignores-deadline":
    case "accepted-in-vain":
    case "accepted-late":
      return undefined;
  }
}
