/**
 * Where a value lies in a CloudTrail record: dotted names from the record's root, `[]` for every item
 * of a list. Several paths are tried in order, and the first that holds anything decides.
 */
export type Paths = readonly string[];

/** An API call, as CloudTrail records it, after which a resource of the type exists. */
export type CreateEvent = {
  readonly name: string;
  readonly id: Paths;
  /** Where the record has the whole ARN; else the type's template is filled. */
  readonly arn?: Paths;
  /** Where the request carries the tags; absent when this call's tags never show in its record. */
  readonly tags?: Paths;
  /** Where the region is, if not the record's own. */
  readonly region?: Paths;
  /** Retention settings that the record shows. */
  readonly retention?: readonly RecordedSetting[];
};

type RecordedSetting = { readonly control: string; readonly path: string; readonly unit: Unit };

export type Unit = "days" | "hours" | "seconds";

/** An API call that changes what policies look at: tags, or how long something is kept. */
export type ChangeEvent = {
  readonly name: string;
  readonly changes: "tags" | "retention" | "settings";
  readonly id: Paths;
  readonly retention?: readonly RecordedSetting[];
};

/**
 * How tags are written. `replace` puts the whole set, so it is read, merged and written, and the `aws:`
 * tags are sent back (c7n-2834); `merge` adds; `none` cannot be tagged at all.
 */
export type TagWrite = {
  readonly api: string;
  readonly semantics: "replace" | "merge" | "none";
  readonly shape: "map" | "Key/Value" | "key/value" | "none";
  readonly read: string;
};

/** What AWS accepts for a control, in whole days, both ends included. */
export type Offered =
  | { readonly kind: "range"; readonly min: number; readonly max: number }
  | { readonly kind: "list"; readonly values: readonly number[] };

/** One setting that says how long something is kept. */
export type RetentionControl = {
  /** `logs.retention`; what policies name. One id may stand on several types. */
  readonly id: string;
  readonly read: string;
  readonly write: string;
  readonly offered: Offered;
  /** What it means when nothing is set: kept for ever, or not kept at all. */
  readonly unset: "forever" | "nothing";
  /** On a resource just made, when its request says nothing. */
  readonly atCreation: number | "unset" | "unknown";
  /** What is kept: a dataset's own interval binds only where the control keeps the data itself. */
  readonly keeps: "data" | "backup" | "buffer" | "leftover";
  /** Set by rules about prefixes, so that it has no single length: `ResourceState.lifecycle` says. */
  readonly byPrefix?: true;
  /** What lowering destroys, and when, in AWS's words. */
  readonly lowering: string;
};

export type ResourceType = {
  /** `logs.log-group` */
  readonly key: string;
  readonly service: string;
  /**
   * `arn:{partition}:logs:{region}:{account}:log-group:{id}`. Any other name in braces is a path into the
   * record that the id path alone does not give.
   */
  readonly arn: string;
  /** `record`: AWS makes part of the ARN up, so it is only ever taken from the record, never filled. */
  readonly arnFrom: "template" | "record";
  /** A regular expression of ids, where one call serves several types by id alone (EC2's CreateTags). */
  readonly idForm?: string;
  readonly creates: readonly CreateEvent[];
  readonly changes: readonly ChangeEvent[];
  readonly tag: TagWrite;
  /** Whether tags can be written the moment it exists; `false`: wait for `ready`. */
  readonly taggableAtOnce: boolean;
  readonly controls: readonly RetentionControl[];
};
