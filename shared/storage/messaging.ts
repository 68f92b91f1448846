import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";

/** Sends to a named queue of ours. Delivery is at least once, in no order, perhaps late: a hint. */
export interface Queues {
  send(queue: string, message: JsonObject, delay?: Millis): Promise<void>;
}

/** Publishes to the bus. What matches nobody is dropped there, as on EventBridge. */
export interface Bus {
  publish(event: {
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly detail: JsonObject;
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
