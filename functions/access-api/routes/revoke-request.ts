import { notFound, notYours } from "#functions/access-api/answers/refusal.ts";
import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { companyNow, decidersOf, mayRevoke } from "#functions/access-api/answers/view.ts";
import { endRequest } from "#functions/access-api/routes/end-request.ts";
import { revokeRequestRoute } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";

/** POST /v1/access/requests/{id}/revocation: its holders, who decides on it, operators and security. */
export const revokeRoute = (deps: AnswerDeps) =>
  route(revokeRequestRoute, async ({ params, caller, body }) => {
    const stored = await deps.store.request(params.id);
    if (stored === undefined) throw notFound("request", params.id);
    const company = await companyNow(deps.governance);
    if (!mayRevoke(stored.value, caller, company)) {
      throw notYours(`revoke request "${params.id}"`, decidersOf(stored.value, company));
    }
    return endRequest({ request: params.id, by: caller.person, reason: "revoked", note: body.note }, caller, deps);
  });
