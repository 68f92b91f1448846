import type { AccessRequest } from "#shared/access/access-request.ts";
import type { Json } from "#shared/kernel/json.ts";
import type { Actor, NewEvent } from "#shared/storage/event.ts";

/** The sweep and the converging functions, as an actor. */
export const SYSTEM: Actor = "function:access-sweep";

/** An event of a request: its id, state and round always; moments as milliseconds. */
export const requestEvent = (
  type: `request.${string}`,
  request: Pick<AccessRequest, "id" | "state" | "round">,
  { by = SYSTEM, ...data }: { readonly by?: Actor; readonly [key: string]: Json } = {},
): NewEvent => ({ type, by, data: { request: request.id, state: request.state, round: request.round, ...data } });
