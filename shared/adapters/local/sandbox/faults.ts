import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";

/** What is about to be sent: `iam:PutRolePolicy` with its input, or a read such as `iam:GetRolePolicy`. */
export type CloudCall = {
  readonly operation: string;
  readonly args: JsonObject;
  /** After it the call is no longer sent. */
  readonly deadline?: EpochMillis;
};

/**
 * What goes wrong with one call.
 *
 * - `throttled`: refused, may be tried again
 * - `times-out-before` / `times-out-after`: no answer; it did not act, or it did
 * - `late`: no answer now, and it acts at `at`, but never past its deadline and the fence margin
 * - `late-past-deadline`: the same without that bound (assumption A1 broken)
 * - `accepted-late`: answered as done at once, and it acts at `at`; bounded as `late` is
 * - `accepted-in-vain`: answered and recorded as done, and it never acts
 * - `ignores-deadline`: sent although its deadline has passed
 * - `stale`: the read shows the account as it was `by` ago
 * - `refused`: the service says no, with this code
 * - `fails-inside`: HTTP 200 whose body names the resource as failed
 */
export type Fault =
  | { readonly kind: "throttled" | "times-out-before" | "times-out-after" | "ignores-deadline" | "accepted-in-vain" }
  | { readonly kind: "late" | "late-past-deadline" | "accepted-late"; readonly at: EpochMillis }
  | { readonly kind: "stale"; readonly by: Millis }
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  | { readonly kind: "fails-inside"; readonly code: string };

/** Decides for each call whether it goes wrong; undefined lets it through. */
export type Faults = (call: CloudCall) => Fault | undefined;

export const noFaults: Faults = () => undefined;

const PASSING = [
  /throttl/i,
  /^(TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalFailure|InternalError)/,
  /^(ConcurrentModification|OperationAborted|ResourceInUse|InvalidDB\w+State|InvalidClusterState|DeadlinePassed)/,
  /^ResourceNotReady/,
];

/** Whether the same call may succeed later: a throttle, a busy resource; anything else is refused for good. */
export const isForGood = (code: string): boolean => !PASSING.some((form) => form.test(code));
