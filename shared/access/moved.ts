import type { NewEvent } from "#shared/storage/event.ts";

/** The next state of an aggregate and the event that says how it came to it: written together or not at all. */
export type Moved<Value> = { readonly value: Value; readonly event: NewEvent };
