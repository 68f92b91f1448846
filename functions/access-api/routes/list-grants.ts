import { grantAnswer } from "#functions/access-api/answers/grant-answer.ts";
import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { watches } from "#functions/access-api/answers/view.ts";
import { listGrants } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";

/** GET /v1/access/grants: those who watch see all of a state, everyone else their own. */
export const grantsRoute = (deps: AnswerDeps) =>
  route(listGrants, async ({ query, caller }) => {
    const page = { limit: query.limit, ...(query.cursor === undefined ? {} : { cursor: query.cursor }) };
    const all = watches(caller) && query.state !== undefined;
    const listed =
      all && query.state !== undefined
        ? await deps.store.grantsIn(query.state, page)
        : await deps.store.grantsOf(caller.person, page);
    const now = deps.clock.now();
    const items = listed.items
      .map(({ value }) => grantAnswer(value, now))
      .filter(({ state }) => query.state === undefined || state === query.state)
      .filter(({ overdueSeconds }) => query.overdue !== "true" || overdueSeconds > 0);
    return { status: 200, body: { items, ...(listed.cursor === undefined ? {} : { cursor: listed.cursor }) } };
  });
