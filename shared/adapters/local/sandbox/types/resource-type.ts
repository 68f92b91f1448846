import type { Fields } from "#shared/adapters/local/sandbox/api/input.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

export type Tags = Readonly<Record<string, string>>;

/** A resource just being made: its id, its ARN, and what was asked for. */
export type Made = {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly input: JsonObject;
  readonly tags: Tags;
};

/** How a service names a resource in its tag calls, and how those calls appear in CloudTrail. */
export type TagCalls = {
  readonly tag: string;
  readonly untag: string;
  /** CloudTrail's event names, where they are not those of the calls. */
  readonly events?: readonly [tag: string, untag: string];
  readonly named: (resource: {
    readonly arn: string;
    readonly id: string;
    readonly account: string;
    readonly region: string;
  }) => JsonObject;
  readonly tags: (tags: Tags) => JsonObject;
  readonly keys: (keys: readonly string[]) => JsonObject;
};

/** One type of the sandbox's account: what AWS keeps of it and what its calls look like. */
export type SandboxType = {
  /** `logs.log-group` */
  readonly key: string;
  /** Prefix of its actions: `logs`. */
  readonly service: string;
  /** `eventSource` of its records. */
  readonly source: string;
  /** `{region}`, `{account}` and `{id}` are filled in. */
  readonly arn: string;
  /** Member of an input that names it: `logGroup`. */
  readonly idField: string;
  /** AWS makes the id up; it begins so. */
  readonly idPrefix?: string;
  /** What a name must look like. */
  readonly idForm?: RegExp;
  readonly create: {
    readonly action: string;
    readonly event?: string;
    readonly fields: Fields;
    readonly request: (made: Made) => JsonObject;
    readonly response: (made: Made) => JsonObject | null;
    readonly settings?: (input: JsonObject) => Readonly<Record<string, Json>>;
    /** ARN of what it inherits tags from. */
    readonly parent?: (made: Made) => string | undefined;
  };
  readonly remove: { readonly action: string; readonly event?: string; readonly request: (id: string) => JsonObject };
  readonly tagging: TagCalls;
  /** Error codes: it is not there; the name is taken; more than 50 tags. */
  readonly codes: { readonly missing: string; readonly taken: string; readonly tooManyTags: string };
  /** Tagged through the Resource Groups Tagging API, whose failures hide inside a 200. */
  readonly rgta?: true;
};

/** `{key, value}` pairs, as most services have tags in CloudTrail. */
export const pairs = (tags: Tags): readonly JsonObject[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** A member only where it is there. */
export const optional = (name: string, value: Json | undefined): JsonObject =>
  value === undefined ? {} : { [name]: value };

export const someTags = (tags: Tags, shown: Json): JsonObject =>
  Object.keys(tags).length === 0 ? {} : { tags: shown };

export const arnOf = (
  type: SandboxType,
  where: { readonly id: string; readonly account: string; readonly region: string },
): string => type.arn.replace(/\{(id|account|region)\}/g, (_whole, slot: "id" | "account" | "region") => where[slot]);
