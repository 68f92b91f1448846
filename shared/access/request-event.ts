import type { AccessRequest } from "#shared/access/access-request.ts";
import type { Json } from "#shared/kernel/json.ts";
import type { Actor, NewEvent } from "#shared/storage/event.ts";

/** What acts on requests when no person does, as an actor: the routine, whichever hint woke it. */
export const SYSTEM: Actor = "function:grant-converge";

/** Why somebody says they did it, where they say so: for the event, which is read beside it for ever. */
export const noted = (note: string | undefined): { readonly note?: string } =>
  note === undefined || note === "" ? {} : { note };

/** An event of a request: its id, state and round always; moments as milliseconds. */
export const requestEvent = (
  type: `request.${string}`,
  request: Pick<AccessRequest, "id" | "state" | "round">,
  { by = SYSTEM, ...data }: { readonly by?: Actor; readonly [key: string]: Json } = {},
): NewEvent => ({ type, by, data: { request: request.id, state: request.state, round: request.round, ...data } });
