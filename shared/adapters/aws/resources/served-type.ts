import type { ClientOf, Place } from "#shared/adapters/aws/resources/member-clients.ts";
import type { TagEdit, Tags } from "#shared/adapters/aws/resources/tag-edit.ts";
import type { Json } from "#shared/kernel/json.ts";
import type { FreshlyRead, ResourceRef } from "#shared/policy/cloud.ts";

/** Whole days, or that nothing is set. */
export type Days = number | "unset";

/** One page of a population: ARNs as tags and policies name the resources. */
export type Page = { readonly arns: readonly string[]; readonly next?: string | undefined };

export type Listing = Place & { readonly type: string; readonly clientOf: ClientOf; readonly cursor?: string };

/** One resource, with its own id (`orders` of `arn:aws:s3:::orders`) and the clients of its account and region. */
export type Target = { readonly ref: ResourceRef; readonly id: string; readonly clientOf: ClientOf };

export type Described =
  | { readonly kind: "gone" }
  | { readonly kind: "not-ready" }
  | {
      readonly kind: "described";
      readonly createdAt?: Date | undefined;
      readonly parent?: string | undefined;
      /** Controls that the description itself shows; an absent entry is not known. */
      readonly retention?: Readonly<Record<string, Days>>;
      readonly attributes: Readonly<Record<string, Json | undefined>>;
    };

/** A tag set that was just read. A call that is merged with it leaves before that moment by that clock, or not at all. */
export type FreshTags = Omit<FreshlyRead, "state"> & { readonly tags: Tags };

/** What the service's answer said it was. */
export type RequestId = string;

/**
 * How one resource type is served by its own service. Calls throw what the SDK throws; the engine tells
 * refusals, absent resources and lost answers apart.
 */
export type ServedType = {
  /** `logs.log-group`, as in the resource-type table. */
  readonly key: string;
  /** Codes, without `Exception` or `Fault`, by which the service says that the resource is not there. */
  readonly missing: readonly string[];
  readonly list: (listing: Listing) => Promise<Page>;
  readonly describe: (at: Target) => Promise<Described>;
  /**
   * True where a description tells no more than its create event did, but when it was made; and where its tags are told
   * only of a resource that is there, in its own account and region.
   */
  readonly toldByEvent?: true;
  readonly readTags: (at: Target) => Promise<Tags>;
  /** `fresh` saves a look to whoever would take one: a service that only takes the whole set. */
  readonly writeTags: (at: Target, edit: TagEdit, fresh?: FreshTags | undefined) => Promise<RequestId>;
  /** Absent where the type has no control. */
  readonly retention?: {
    /** Controls that another call than the description shows; what it throws leaves them unknown. */
    readonly read?: (at: Target) => Promise<Readonly<Record<string, Days>>>;
    /** All controls of one write at once, because some settings are only taken whole. */
    readonly write: (at: Target, wanted: Readonly<Record<string, Days>>) => Promise<RequestId>;
  };
};
