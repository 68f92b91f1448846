import { type Clock, epochMillis } from "#shared/kernel/time.ts";

/** The wall clock: in the cloud nobody advances it. */
export const wallClock: Clock = { now: () => epochMillis(Date.now()) };
