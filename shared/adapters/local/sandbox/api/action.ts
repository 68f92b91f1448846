import type { Fields } from "#shared/adapters/local/sandbox/api/input.ts";
import type { Caller, SandboxState } from "#shared/adapters/local/sandbox/state.ts";
import type { AccountNumber, Ids } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Clock, Millis } from "#shared/kernel/time.ts";

/** What the sandbox's APIs are made of. */
export type ApiDeps = {
  readonly state: SandboxState;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long a new resource of a type is not described yet; none: at once. */
  readonly readyAfter: Readonly<Record<string, Millis>>;
};

/** One call as its action sees it. */
export type Scene = ApiDeps & {
  readonly account: AccountNumber;
  readonly region: string;
  readonly caller: Caller;
  /** Whether the caller may do something else besides, as the tagging API asks of the service behind it. */
  readonly mayAlso: (action: string, resource: string) => { readonly allowed: boolean; readonly because: string };
};

export type Acted =
  | { readonly kind: "done"; readonly response: JsonObject | null }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** One action of an AWS API: what it takes, what it needs, what it does and how it is recorded. */
export type ApiAction = {
  /** `s3:PutBucketLifecycleConfiguration`, as SDKs and the command line name it. */
  readonly name: string;
  /** What IAM calls it, where that differs: `s3:PutLifecycleConfiguration`. */
  readonly permission?: string;
  /** Its CloudTrail record; reads and data events have none. */
  readonly event?: { readonly source: string; readonly name: string; readonly region?: string };
  readonly fields: Fields;
  /** The ARN that IAM is asked about. */
  readonly resource: (input: JsonObject, scene: Scene) => string;
  readonly context?: (input: JsonObject) => Readonly<Record<string, string | readonly string[] | undefined>>;
  /** `requestParameters` of the record. */
  readonly request: (input: JsonObject, scene: Scene) => JsonObject;
  readonly act: (input: JsonObject, scene: Scene) => Acted;
};

export const done = (response: JsonObject | null = null): Acted => ({ kind: "done", response });

export const failed = (code: string, message: string): Acted => ({ kind: "failed", code, message });

/** A member of an input that was read as a text. */
export const textOf = (input: JsonObject, name: string): string => {
  const value = input[name];
  return typeof value === "string" ? value : "";
};

export const tagsOf = (input: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(input["tags"] ?? {}).map(([key, value]) => [key, String(value)]));

export const textsOf = (input: JsonObject, name: string): readonly string[] => {
  const value = input[name];
  return Array.isArray(value) ? value.map(String) : [];
};
