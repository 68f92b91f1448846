/** One delivery that is due: a message, a stream batch, a one-shot or a schedule tick. */
export type Work = {
  /** Stable text for traces: `queue event-enforce #12`. */
  readonly what: string;
  /** The function that gets it. */
  readonly target: string;
  /** Delivers it. A fault inside the function is handled as the cloud would: retried, then put aside. */
  readonly run: () => Promise<void>;
  /** Forgets it as if it had never been sent; absent where the platform does not lose such things. */
  readonly lose?: () => void;
};
