import { type EpochMillis, type Millis, minutes, plus } from "#shared/kernel/time.ts";

/** How telling stands, in every row that keeps something from being told twice. */
export type PostMark = {
  /**
   * - `SENDING`: one worker tells it, from `at` on for {@link SENDING_FOR}; then any other may
   * - `FAILED`: it was not taken, and is to be tried again
   * - `DELIVERED`, `GIVEN-UP`: nothing more is to be done about this turn
   */
  readonly state: "SENDING" | "FAILED" | "DELIVERED" | "GIVEN-UP";
  /** With the present one. */
  readonly attempts: number;
  readonly at: EpochMillis;
};

/** What one destination was last told of one finding; the row that keeps it from being told twice. */
export type Post = PostMark & {
  readonly finding: string;
  readonly destination: string;
  /** The turn of the finding that was told: a finding is told of once each time it opens. */
  readonly turn: string;
};

/** As long as a run of a function that tells may take: whoever claimed it earlier is not telling it any more. */
export const SENDING_FOR: Millis = minutes(1);

/** Whether a worker may be telling it at this moment; at the last millisecond of its claim it still may. */
export const isHeld = ({ state, at }: Pick<PostMark, "state" | "at">, now: EpochMillis): boolean =>
  state === "SENDING" && now <= plus(at, SENDING_FOR);

/** Whether nothing is to be done about its turn now: it was told, given up, or another worker is telling it. */
export const isSeenTo = (mark: PostMark, now: EpochMillis): boolean =>
  mark.state === "DELIVERED" || mark.state === "GIVEN-UP" || isHeld(mark, now);

/** Up to which moment a route's digest has told everything. */
export type DigestMark = { readonly route: string; readonly until: EpochMillis };

/** So often a message is tried; then it is given up, and the digest still has it. */
export const MOST_ATTEMPTS = 5;
