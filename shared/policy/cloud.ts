import type { AccountNumber, Arn } from "#shared/kernel/ids.ts";
import type { Json } from "#shared/kernel/json.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";
import type { LifecycleRule, RuleRef } from "#shared/policy/lifecycle.ts";

/** Where a governed resource is. `type` is a key of the resource-type table, such as `s3.bucket`. */
export type ResourceRef = {
  readonly arn: Arn;
  readonly type: string;
  readonly account: AccountNumber;
  readonly region: string;
};

/**
 * A resource as read from its account just now.
 *
 * `retention` holds one entry per control of the type (`logs.retention`, `s3.lifecycle.noncurrent`,
 * …) in whole days, `"unset"` where the account says that nothing is set, and no entry where it could
 * not be read: unknown is never compliant.
 *
 * A bucket's lifecycle is a list of rules, each about a prefix, and no single length: `lifecycle` holds them all,
 * disabled and filtered ones too, and is what is judged. Its entries in `retention` are the earliest end that
 * unfiltered rules of the whole bucket set. A bucket has `lifecycle`, empty where it has no configuration, unless
 * that could not be read: then its controls have no entry in `retention` either.
 */
export type ResourceState = ResourceRef & {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly retention: Readonly<Record<string, number | "unset">>;
  readonly lifecycle?: readonly LifecycleRule[];
  readonly createdAt?: EpochMillis;
  /** Principal that made it, as CloudTrail names it, where known. */
  readonly creator?: string;
  /** Why nobody can say who made it: then nothing is inherited from there, nor from any source behind it. */
  readonly creatorUnread?: string;
  /** The resource that it inherits tags from (a cluster of an instance, a table of a backup). */
  readonly parent?: Arn;
  /** Who manages it as code, from stack tags or Terraform markers: then Tollgate patches, never writes. */
  readonly managedBy?: { readonly tool: "cloudformation" | "terraform"; readonly name: string };
  readonly attributes: Readonly<Record<string, Json>>;
};

export type ReadResource =
  | { readonly kind: "read"; readonly state: ResourceState }
  | { readonly kind: "gone" }
  /** Made, but the account does not describe it yet: asked again later, never judged. */
  | { readonly kind: "not-ready" }
  | { readonly kind: "unreadable"; readonly code: string; readonly message: string };

/**
 * One write of one setting, in terms that the ledger can store and undo. With `rule`, the days of that one lifecycle
 * rule: made where there is none of its id, gone once it does nothing more.
 */
export type ResourceChange =
  | { readonly set: "tag"; readonly key: string; readonly value: string | undefined }
  | {
      readonly set: "retention";
      readonly control: string;
      readonly days: number | "unset";
      readonly rule?: RuleRef;
    };

export type WriteReply =
  | { readonly kind: "accepted"; readonly requestId: string }
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly forGood: boolean }
  | { readonly kind: "unknown"; readonly because: string };

/** What is known of a resource before it is read, so that not all of it need be asked for. */
export type Known =
  /** Its create event named it, where it is and who made it: when it was made need not be told. */
  | { readonly kind: "announced" }
  /** It was just written: what the write did not touch may be as it was read before. */
  | { readonly kind: "written"; readonly changes: readonly ResourceChange[]; readonly before: ResourceState };

/** A resource as it was read a moment ago. Until then, by this clock, what is only taken whole may be written upon it. */
export type FreshlyRead = { readonly state: ResourceState; readonly until: EpochMillis; readonly clock: Clock };

/** The resource side of a governed account. Every implementation passes test/contract/resource-cloud.ts. */
export interface ResourceCloud {
  /** Why no write is ever sent, as a clause; absent where writes are. Each write is then refused for good. */
  readonly readOnly?: string;

  /** One page of the population of a type, by the service's own list call; never-tagged resources included. */
  list(
    where: { readonly account: AccountNumber; readonly region: string; readonly type: string },
    cursor?: string,
  ): Promise<
    | { readonly kind: "listed"; readonly refs: readonly ResourceRef[]; readonly cursor?: string }
    | { readonly kind: "unreadable"; readonly code: string; readonly message: string }
  >;

  /**
   * Tags, retention settings and attributes, read anew, as far as they are not {@link Known}. That it is gone is never
   * taken from what is known.
   */
  read(ref: ResourceRef, known?: Known): Promise<ReadResource>;

  /**
   * Apply `changes` to one resource, keeping everything else (tag sets and lifecycle configurations are read,
   * merged, written). A lifecycle rule that is not the one a change names, by id and prefix, is refused.
   * A partial failure inside an accepted answer is `refused`. The reply is no evidence: read again.
   *
   * A tag set that was `read` freshly is merged with as it is, and sent before that is over or after another look.
   */
  write(ref: ResourceRef, changes: readonly ResourceChange[], read?: FreshlyRead): Promise<WriteReply>;
}
