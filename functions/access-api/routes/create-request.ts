import { submitProblem } from "#functions/access-api/answers/refusal.ts";
import { requestAnswer } from "#functions/access-api/answers/request-answer.ts";
import { askOf } from "#functions/access-api/routes/ask-of.ts";
import { type SubmitDeps, submitRequest } from "#shared/access/submit-request.ts";
import { createRequest } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";

/** POST /v1/access/requests: the same key with the same body answers the same request. */
export const createRoute = (deps: SubmitDeps) =>
  route(createRequest, async ({ body, headers, caller }) => {
    const ask = askOf(body, caller.person);
    const key = headers["idempotency-key"] ?? "";
    const submitted = await submitRequest({ ask, key, body }, deps);
    if (!submitted.ok) throw submitProblem(submitted.error);
    const { made } = submitted.value;
    return { status: made ? 201 : 200, body: await requestAnswer(submitted.value, caller, deps) };
  });
