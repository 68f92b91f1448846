import { eventsOf } from "#functions/access-api/answers/event-answer.ts";
import { notFound, notYours } from "#functions/access-api/answers/refusal.ts";
import { type AnswerDeps, requestAnswer } from "#functions/access-api/answers/request-answer.ts";
import { companyNow, maySee } from "#functions/access-api/answers/view.ts";
import type { AccessRequest } from "#shared/access/access-request.ts";
import { getRequest, listRequestEvents, listRequestGrants } from "#shared/contracts/http/access.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import type { Caller } from "#shared/runtime/caller.ts";
import { route } from "#shared/runtime/http.ts";
import type { Stored } from "#shared/storage/record.ts";

/** GET /v1/access/requests/{id} */
export const getRequestRoute = (deps: AnswerDeps) =>
  route(getRequest, async ({ params, caller }) => {
    const { value, revision } = await seen(params.id, caller, deps);
    const headers = { etag: `"${revision}"` };
    return { status: 200, headers, body: await requestAnswer({ request: value, revision }, caller, deps) };
  });

/** GET /v1/access/requests/{id}/events */
export const requestEventsRoute = (deps: AnswerDeps) =>
  route(listRequestEvents, async ({ params, caller }) => {
    const { value: request, revision } = await seen(params.id, caller, deps);
    return { status: 200, body: { items: await eventsOf({ request, revision }, deps.store) } };
  });

/** GET /v1/access/requests/{id}/grants */
export const requestGrantsRoute = (deps: AnswerDeps) =>
  route(listRequestGrants, async ({ params, caller }) => {
    const { value, revision } = await seen(params.id, caller, deps);
    const { grants } = await requestAnswer({ request: value, revision }, caller, deps);
    return { status: 200, body: { items: grants } };
  });

async function seen(id: RequestId, caller: Caller, deps: AnswerDeps): Promise<Stored<AccessRequest>> {
  const stored = await deps.store.request(id);
  if (stored === undefined) throw notFound("request", id);
  if (!maySee(stored.value, caller, await companyNow(deps.governance))) throw notYours(`show request "${id}"`, []);
  return stored;
}
