import { fillPage } from "#functions/access-api/answers/fill-page.ts";
import { grantAnswer } from "#functions/access-api/answers/grant-answer.ts";
import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { watches } from "#functions/access-api/answers/view.ts";
import { arrearsOf } from "#shared/access/arrears.ts";
import type { Grant } from "#shared/access/grant.ts";
import type { PageAsk } from "#shared/access/ports.ts";
import { listGrants } from "#shared/contracts/http/access.ts";
import { route } from "#shared/runtime/http.ts";

/** GET /v1/access/grants: those who watch see all of a state, everyone else their own. */
export const grantsRoute = (deps: AnswerDeps) =>
  route(listGrants, async ({ query, caller }) => {
    const { state, overdue, unproved, limit, cursor } = query;
    const now = deps.clock.now();
    const read = (page: PageAsk) =>
      watches(caller) && state !== undefined
        ? deps.store.grantsIn(state, page)
        : deps.store.grantsOf(caller.person, page);
    const isMeant = (grant: Grant): boolean => {
      const late = arrearsOf(grant, now);
      return (
        (state === undefined || grant.state === state) &&
        (overdue !== "true" || late.overdueSeconds > 0) &&
        (unproved !== "true" || late.unprovedSeconds > 0)
      );
    };
    const from = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const { items, ...rest } = await fillPage(from, { read, keep: ({ value }) => isMeant(value) });
    return { status: 200, body: { items: items.map(({ value }) => grantAnswer(value, now)), ...rest } };
  });
