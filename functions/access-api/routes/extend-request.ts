import { notFound, notYours, submitProblem } from "#functions/access-api/answers/refusal.ts";
import { requestAnswer } from "#functions/access-api/answers/request-answer.ts";
import { extendRequest, type NotExtended } from "#shared/access/extend-request.ts";
import type { SubmitDeps } from "#shared/access/submit-request.ts";
import { extendRequestRoute } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** POST /v1/access/requests/{id}/extension: answers the child request. */
export const extendRoute = (deps: SubmitDeps) =>
  route(extendRequestRoute, async ({ params, body, headers, caller }) => {
    const extended = await extendRequest(
      {
        request: params.id,
        person: caller.person,
        duration: body.duration,
        ...(body.justification === undefined ? {} : { justification: body.justification }),
        ...(body.ticket === undefined ? {} : { ticket: body.ticket }),
        key: headers["idempotency-key"] ?? "",
      },
      deps,
    );
    if (!extended.ok) throw problemOf(extended.error, params.id);
    const { made } = extended.value;
    return { status: made ? 201 : 200, body: await requestAnswer(extended.value, caller, deps) };
  });

function problemOf(refusal: NotExtended, id: string): Problem {
  switch (refusal.kind) {
    case "not-found":
      return notFound("request", id);
    case "not-yours":
      return notYours(`extend request "${id}"`, []);
    case "nothing-live":
      return new Problem(409, `Cannot extend request "${id}": nothing of it is in effect`, { remedy: "Ask anew" });
    case "too-long-in-total":
      return new Problem(422, refusal.because, { pointer: "/duration", remedy: "Ask for less, or anew later" });
    case "unknown-item":
    case "key-used":
    case "refused":
      return submitProblem(refusal);
  }
}
