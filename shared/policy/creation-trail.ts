import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import { days } from "#shared/kernel/time.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";

/** How long an account's own history of calls reaches back (CloudTrail user guide, "Working with event history"). */
export const TRAIL_KEEPS: Millis = days(90);

/** A resource whose maker is asked for, as it was just read. */
export type MadeResource = {
  readonly ref: ResourceRef;
  readonly name: string;
  /** Where the service tells it; else the whole history is looked at. */
  readonly createdAt?: EpochMillis;
};

export type WhoMade =
  /** The principal of the call that made it, as a CloudTrail record names it. */
  | { readonly kind: "made-by"; readonly principal: string }
  /** The history was read, and says nobody. That is no word on whether somebody did: it is older, or kept elsewhere. */
  | { readonly kind: "not-told"; readonly because: string }
  | { readonly kind: "unreadable"; readonly code: string; readonly message: string };

/**
 * What an account remembers of the calls that were made in it. Every implementation passes
 * test/contract/creation-trail.ts.
 */
export interface CreationTrail {
  whoMade(resource: MadeResource): Promise<WhoMade>;
}
