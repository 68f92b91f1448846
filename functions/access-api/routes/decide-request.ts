import { notFound, notTakenProblem, staleProblem } from "#functions/access-api/answers/refusal.ts";
import { requestAnswer } from "#functions/access-api/answers/request-answer.ts";
import type { Limits } from "#shared/access/access-request.ts";
import { type DecideDeps, decideRequest } from "#shared/access/decide-request.ts";
import { decideOnRequest } from "#shared/contracts/http/access.ts";
import type { DecisionBody } from "#shared/contracts/http/access-bodies.ts";
import { route } from "#shared/runtime/http.ts";
import { revisionOf } from "#shared/runtime/http-input.ts";
import type { Problem } from "#shared/runtime/problem.ts";

type Refusal = Extract<Awaited<ReturnType<typeof decideRequest>>, { ok: false }>["error"];

/** POST /v1/access/requests/{id}/decisions, on the revision in If-Match. */
export const decideRoute = (deps: DecideDeps) =>
  route(decideOnRequest, async ({ params, body, headers, caller }) => {
    const decided = await decideRequest(
      {
        request: params.id,
        revision: revisionOf(headers["if-match"]),
        person: caller.person,
        outcome: body.outcome,
        note: body.note,
        ...(body.limits === undefined ? {} : { limits: limitsOf(body.limits) }),
      },
      deps,
    );
    if (!decided.ok) throw problemOf(decided.error, params.id);
    return { status: 200, body: await requestAnswer(decided.value, caller, deps) };
  });

const limitsOf = ({ duration, items }: NonNullable<DecisionBody["limits"]>): Limits => ({
  ...(duration === undefined ? {} : { duration }),
  ...(items === undefined ? {} : { items: [...new Set(items)].map((number) => number - 1) }),
});

function problemOf(refusal: Refusal, id: string): Problem {
  switch (refusal.kind) {
    case "not-found":
      return notFound("request", id);
    case "stale":
    case "not-pending":
      return staleProblem(refusal.request, refusal.revision);
    case "not-taken":
      return notTakenProblem(id, refusal.why, refusal.needs);
  }
}
