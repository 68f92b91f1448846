import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { requestSummary } from "#functions/access-api/answers/request-answer.ts";
import { companyNow, watches } from "#functions/access-api/answers/view.ts";
import type { AccessRequest, RequestState } from "#shared/access/access-request.ts";
import type { ListedRequests, PageAsk } from "#shared/access/ports.ts";
import { askedNow, type Company } from "#shared/access/stages.ts";
import { listRequests } from "#shared/contracts/http/access.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { Caller } from "#shared/runtime/caller.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

type Ask = PageAsk & { readonly role: "mine" | "to-decide" | "all"; readonly state?: RequestState };

/** GET /v1/access/requests?role=mine|to-decide|all&state=&cursor= */
export const listRequestsRoute = (deps: AnswerDeps) =>
  route(listRequests, async ({ query, caller }) => {
    const { role, limit, state, cursor } = query;
    const ask: Ask = {
      role,
      limit,
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const company = await companyNow(deps.governance);
    const { items, ...rest } = await listed(ask, { caller, company, deps });
    const shown = items.map(({ value, revision }) => requestSummary({ request: value, revision }, company));
    return { status: 200, body: { items: shown, ...rest } };
  });

type Where = { readonly caller: Caller; readonly company: Company; readonly deps: AnswerDeps };

async function listed({ role, state, ...page }: Ask, { caller, company, deps }: Where): Promise<ListedRequests> {
  if (role === "mine") {
    const mine = await deps.store.requestsOf(caller.person, page);
    return kept(mine, (request) => state === undefined || request.state === state);
  }
  if (role === "to-decide") {
    const pending = await deps.store.requestsIn("PENDING", page);
    return kept(pending, (request) => isAsked(request, caller.person, company));
  }
  if (!watches(caller)) {
    throw new Problem(403, "Cannot list all requests: that is open to operators, security and auditors", {
      pointer: "query:role",
      remedy: "Ask for role=mine or role=to-decide",
      more: { needs: ["operator", "security", "auditor"] },
    });
  }
  return state === undefined ? newestOfAll(page, deps) : deps.store.requestsIn(state, page);
}

const kept = (page: ListedRequests, keep: (request: AccessRequest) => boolean): ListedRequests => ({
  ...page,
  items: page.items.filter(({ value }) => keep(value)),
});

const isAsked = (request: AccessRequest, person: PersonId, company: Company): boolean =>
  request.state === "PENDING" && askedNow(request, company).includes(person);

const EVERY_STATE = Object.keys({
  PENDING: 0,
  APPROVED: 0,
  SCHEDULED: 0,
  ACTIVATING: 0,
  ACTIVE: 0,
  PARTIAL: 0,
  REVOKING: 0,
  ENDED: 0,
  REVOKED: 0,
  FAILED: 0,
  REJECTED: 0,
  CANCELLED: 0,
  EXPIRED: 0,
  BLOCKED: 0,
  APPLIED: 0,
} satisfies { readonly [state in RequestState]: 0 }) as RequestState[];

/** The newest over all states, one page of them; for more, name a state. */
async function newestOfAll({ limit }: PageAsk, { store }: AnswerDeps): Promise<ListedRequests> {
  const pages = [];
  for (const state of EVERY_STATE) pages.push(await store.requestsIn(state, { limit }));
  const items = pages.flatMap((page) => page.items);
  return { items: items.toSorted((left, right) => right.value.submittedAt - left.value.submittedAt).slice(0, limit) };
}
