import { notFound, notYours } from "#functions/access-api/answers/refusal.ts";
import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { endRequest } from "#functions/access-api/routes/end-request.ts";
import { giveBackRequest } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";

/** POST /v1/access/requests/{id}/completion: done earlier than asked. */
export const giveBackRoute = (deps: AnswerDeps) =>
  route(giveBackRequest, async ({ params, caller, body }) => {
    const stored = await deps.store.request(params.id);
    if (stored === undefined) throw notFound("request", params.id);
    const { requester, beneficiary } = stored.value;
    if (caller.person !== requester && caller.person !== beneficiary) {
      throw notYours(`give back request "${params.id}"`, [...new Set([requester, beneficiary])]);
    }
    return endRequest({ request: params.id, by: caller.person, reason: "given-back", note: body.note }, caller, deps);
  });
