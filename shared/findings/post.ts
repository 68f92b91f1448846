import type { EpochMillis } from "#shared/kernel/time.ts";

/** What one destination was last told of one finding; the row that keeps it from being told twice. */
export type Post = {
  readonly finding: string;
  readonly destination: string;
  /** The turn of the finding that was told: a finding is told of once each time it opens. */
  readonly turn: string;
  readonly state: "SENDING" | "DELIVERED" | "GIVEN-UP";
  readonly attempts: number;
  readonly at: EpochMillis;
};

/** Up to which moment a route's digest has told everything. */
export type DigestMark = { readonly route: string; readonly until: EpochMillis };

/** So often a message is tried; then it is given up, and the digest still has it. */
export const MOST_ATTEMPTS = 5;
