import type { Grant } from "#shared/access/grant.ts";
import type { Json } from "#shared/kernel/json.ts";
import type { Actor, NewEvent } from "#shared/storage/event.ts";

/** The routine that converges grants, as an actor. */
export const CONVERGE: Actor = "function:grant-converge";

/** An event of a grant: its ids and state always, moments as milliseconds. */
export const grantEvent = (
  type: `grant.${string}`,
  grant: Pick<Grant, "id" | "request" | "state">,
  { by = CONVERGE, ...data }: { readonly by?: Actor; readonly [key: string]: Json } = {},
): NewEvent => ({ type, by, data: { grant: grant.id, request: grant.request, state: grant.state, ...data } });
