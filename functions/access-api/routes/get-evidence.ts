import { eventAnswer } from "#functions/access-api/answers/event-answer.ts";
import { grantAnswer } from "#functions/access-api/answers/grant-answer.ts";
import { notFound, notYours } from "#functions/access-api/answers/refusal.ts";
import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { companyNow, maySee } from "#functions/access-api/answers/view.ts";
import { getGrantEvidence } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";

/** GET /v1/access/grants/{id}/evidence: what was read back, and the chained events. */
export const evidenceRoute = (deps: AnswerDeps) =>
  route(getGrantEvidence, async ({ params, caller }) => {
    const stored = await deps.store.grant(params.id);
    const request = stored === undefined ? undefined : await deps.store.request(stored.value.request);
    if (stored === undefined || request === undefined) throw notFound("grant", params.id);
    if (!maySee(request.value, caller, await companyNow(deps.governance)))
      throw notYours(`show grant "${params.id}"`, []);
    const grant = grantAnswer(stored.value, deps.clock.now());
    const events = (await deps.store.grantEvents(params.id)).map(eventAnswer);
    return { status: 200, body: { grant, evidence: grant.evidence, events } };
  });
