import type { PolicyMode } from "#shared/catalog/documents/policy.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ResourceChange, ResourceState } from "#shared/policy/cloud.ts";

/** What a policy may do: record only, tell people, write. */
export type Mode = PolicyMode;

/** Which way a planned change moves what is kept: `lower` destroys data, `none` keeps nothing longer or shorter. */
export type Direction = "raise" | "lower" | "none";

/**
 * A resource as it is judged. `tags` is absent where they could not be read: then every tagging rule
 * is `unknown`, because a resource must never be blamed, or acquitted, for tags nobody read (c7n-10909).
 */
export type JudgedResource = Omit<ResourceState, "tags"> & { readonly tags?: ResourceState["tags"] };

/** A rule of a policy: with the resource's ARN, the identity of a finding. */
type Rule = {
  readonly policy: string;
  /** `tagging.tags.Workload`, `tagging.prohibited`, `tagging.maxUserTags`, `retention.logs.retention`, … */
  readonly rule: string;
};

/** An exemption that covers the resource now: the finding is suppressed and nothing is written. */
export type Exempted = { readonly exemption: string; readonly until: EpochMillis };

/** Why a violation has no planned change. */
export type Held =
  /** A tag says that this must be kept, whatever the maximum. */
  | "legal-hold"
  /** Two policies want what cannot both be had; both only notify. */
  | "conflict"
  /** AWS offers no value that all policies accept. */
  | "not-offered"
  /** The lifecycle rule that would have to change is about more than this; S3 knows no exception from it. */
  | "not-separable"
  /** Nothing gives the right value: a person has to. */
  | "no-value"
  /** The resource would have more tags than AWS or a policy allows. */
  | "tag-limit"
  /** What would decide it was not read: another policy's scope, an exemption, a legal hold, the parent. */
  | "undecided"
  /** Not ours to write: an `aws:` key, or an action that the policy's `enforcement.actions` do not name. */
  | "read-only";

export type Compliant = Rule & { readonly is: "compliant"; readonly mode: Mode };

export type Violating = Rule & {
  readonly is: "violating";
  /** The policy's mode, or `notify` where policies contradict each other on this resource. */
  readonly mode: Mode;
  readonly found: string;
  readonly wanted: string;
  /** Empty where only a person can put it right; `held` says why. */
  readonly plannedChanges: readonly ResourceChange[];
  readonly direction: Direction;
  /** One sentence for a person, with the source of an inherited value: `CostCenter "CC-4102" from account`. */
  readonly why: string;
  readonly held?: Held;
  readonly exempted?: Exempted;
};

/** What the rule needs was not read: neither pass nor fail, and nothing is planned. */
export type Unknown = Rule & {
  readonly is: "unknown";
  readonly mode: Mode;
  readonly because: string;
  readonly exempted?: Exempted;
};

export type Verdict = Compliant | Violating | Unknown;

/** Every rule of every policy whose scope the resource is in, ordered by policy and rule. */
export type Judgement = { readonly resource: JudgedResource; readonly verdicts: readonly Verdict[] };
