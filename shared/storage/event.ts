import type { Sha256 } from "#shared/kernel/digest.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** Who did it: a person's id, or a function of ours as `function:<name>`. */
export type Actor = string;

/** What happened to one aggregate, as the code that changed it says it. */
export type NewEvent = {
  /** `request.approved`: lower case, the aggregate first. Consumers subscribe by it. */
  readonly type: string;
  readonly by: Actor;
  /** Ids, states and numbers; never a secret, never free text of a person unless it is the evidence. */
  readonly data: JsonObject;
};

/** An event as stored: chained to the one before it on the same aggregate. */
export type ChainedEvent = NewEvent & {
  readonly aggregate: { readonly kind: string; readonly id: string };
  /** 1 for the first event of the aggregate; equals the revision of the row it was written with. */
  readonly sequence: number;
  readonly at: EpochMillis;
  /** Hash of the event before, or 64 zeros. */
  readonly previous: Sha256;
  /** SHA-256 of the canonical JSON of all the fields above. */
  readonly hash: Sha256;
};

export const NO_EVENT = "0".repeat(64) as Sha256;
