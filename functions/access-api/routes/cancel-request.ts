import { notFound, notYours, staleProblem } from "#functions/access-api/answers/refusal.ts";
import { type AnswerDeps, requestAnswer } from "#functions/access-api/answers/request-answer.ts";
import { cancelRequest } from "#shared/access/cancel-request.ts";
import { cancelRequestRoute } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** POST /v1/access/requests/{id}/cancellation, as often as you like. */
export const cancelRoute = (deps: AnswerDeps) =>
  route(cancelRequestRoute, async ({ params, caller, body }) => {
    const outcome = await cancelRequest({ request: params.id, person: caller.person, note: body.note }, deps);
    switch (outcome.kind) {
      case "cancelled":
        return { status: 200, body: await requestAnswer(outcome, caller, deps) };
      case "too-late":
        throw staleProblem(outcome.request, outcome.revision);
      case "not-found":
        throw notFound("request", params.id);
      case "not-yours":
        throw notYours(`withdraw request "${params.id}"`, []);
      case "changed-meanwhile":
        throw new Problem(409, `Cannot withdraw request "${params.id}": it changed meanwhile`, {
          remedy: "Read it again",
        });
    }
  });
