import { notFound } from "#functions/access-api/answers/refusal.ts";
import { type AnswerDeps, requestAnswer } from "#functions/access-api/answers/request-answer.ts";
import { type RevokeAsk, revokeRequest } from "#shared/access/revoke-request.ts";
import type { Caller } from "#shared/runtime/caller.ts";
import type { HttpAnswer } from "#shared/runtime/http-answer.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** Ends a request and answers how it stands; ended already is as good. */
export async function endRequest(ask: RevokeAsk, caller: Caller, deps: AnswerDeps): Promise<HttpAnswer> {
  const outcome = await revokeRequest(ask, deps);
  if (outcome.kind === "not-found") throw notFound("request", ask.request);
  if (outcome.kind === "nothing-granted") {
    throw new Problem(409, `Cannot end request "${ask.request}": it is ${outcome.request.state} and granted nothing`, {
      remedy: "Withdraw it instead: POST …/cancellation",
      more: { current: { id: ask.request, state: outcome.request.state } },
    });
  }
  const stored = await deps.store.request(ask.request);
  if (stored === undefined) throw notFound("request", ask.request);
  const shown = { request: stored.value, revision: stored.revision };
  return { status: 200, body: await requestAnswer(shown, caller, deps) };
}
