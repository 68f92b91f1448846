import type { DocumentBase, Grace, Severity } from "#shared/catalog/documents/document.ts";
import type { Selector } from "#shared/catalog/documents/selector.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import type { Share } from "#shared/kernel/share.ts";
import type { Millis } from "#shared/kernel/time.ts";

export type PolicyMode = "observe" | "notify" | "enforce";

/** When it is judged. `settle`: how long after its event a new resource is left alone; absent: not at all. */
type PolicyTrigger = { readonly events?: boolean; readonly sweep?: Millis; readonly settle?: Millis };

/** What stops a run that would change too much: writes per run, per day, and part of all in scope. */
export type Caps = { readonly run: number; readonly day: number; readonly scope: Share };

export const TAG_REFERENCES = [
  "workload",
  "dataset",
  "team",
  "team.costCenter",
  "environment",
  "classification",
] as const;

/** What of the catalogue a tag's value must name. */
export type TagReference = (typeof TAG_REFERENCES)[number];

export type TagSource = "parent" | "creator" | "account";

export type TagRule = {
  readonly required: boolean;
  readonly refersTo?: TagReference;
  readonly oneOf?: readonly string[];
  /** A regular expression that the value must match as a whole. */
  readonly pattern?: string;
  /** Other spellings of the key. */
  readonly aliases?: readonly string[];
  /** Other spellings of a value to the right one. */
  readonly valueMap?: { readonly [found: string]: string };
  /** Where a missing value is taken from, in order; absent: never guessed. */
  readonly inherit?: readonly TagSource[];
};

export type TagAction = "tag.set" | "tag.renameAlias" | "tag.mapValue";

type PolicyBase = DocumentBase & {
  readonly kind: "Policy";
  readonly mode: PolicyMode;
  readonly severity: Severity;
  readonly trigger: PolicyTrigger;
  readonly scope: Selector;
};

type EnforcementBase = {
  readonly caps?: Caps;
  /** How long a write can be undone. */
  readonly undo?: Millis;
  /** How long after a write it is read back at the latest. */
  readonly verify?: Millis;
};

export type TaggingPolicy = PolicyBase & {
  readonly type: "tagging";
  readonly tagging: {
    /** By key: a tag that is listed is judged. */
    readonly tags: { readonly [key: string]: TagRule };
    /** Regular expressions no key may match. */
    readonly prohibited?: readonly string[];
    readonly maxUserTags?: number;
  };
  readonly enforcement?: EnforcementBase & {
    readonly actions: readonly TagAction[];
    readonly grace?: Grace;
    readonly remind?: readonly Millis[];
    readonly approve?: readonly Stage[];
  };
};

export type RetentionRule = {
  /** `logs.retention`, `s3.lifecycle.noncurrent` */
  readonly control: string;
  /** The keys of a bucket that it is about; absent: all. Only of controls that S3 sets by prefix. */
  readonly prefix?: string;
  readonly min?: Millis;
  readonly max?: Millis;
  /** What to set where nothing is set. */
  readonly unset?: Millis;
};

export type RetentionPolicy = PolicyBase & {
  readonly type: "retention";
  readonly retention: {
    /** A resource with one of these tags is never touched. */
    readonly legalHold?: { readonly tag: { readonly [key: string]: readonly string[] } };
    readonly rules: readonly RetentionRule[];
  };
  readonly enforcement?: EnforcementBase & {
    readonly raise?: { readonly grace: Grace };
    readonly lower?: {
      readonly grace: Grace;
      readonly remind?: readonly Millis[];
      readonly approve?: readonly Stage[];
    };
  };
};

export type Policy = TaggingPolicy | RetentionPolicy;
