import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import type { Cause } from "#shared/storage/cause.ts";

/** Sends to a named queue of ours. Delivery is at least once, in no order, perhaps late: a hint. */
export interface Queues {
  /**
   * The current cause goes along.
   * @throws MessageLimitError when the delay is not 0 to 15 minutes, or the message over 1 MiB
   */
  send(queue: string, message: JsonObject, delay?: Millis): Promise<void>;
}

/**
 * Publishes to the bus. What matches nobody is dropped there, as on EventBridge. An event may come twice, and
 * under an id of the bus's own: ours is its one resource.
 */
export interface Bus {
  /** @throws MessageLimitError when the event is 256 kB or more: it would never be taken */
  publish(event: {
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly detail: JsonObject;
    /** What it happened for: whoever hears of the event acts for the same. */
    readonly cause?: Cause;
  }): Promise<void>;
}

/** One-shot schedules: a hint at a moment. The sweep ends what a lost one missed. */
export interface OneShots {
  /** Makes it, or confirms that one of this name stands. `target` is a function's name. */
  create(shot: {
    readonly name: string;
    readonly at: EpochMillis;
    readonly target: string;
    readonly payload: JsonObject;
  }): Promise<void>;
  /** Absent already is fine. */
  delete(name: string): Promise<void>;
}
