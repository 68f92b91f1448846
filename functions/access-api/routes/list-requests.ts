import { fillPage } from "#functions/access-api/answers/fill-page.ts";
import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { requestSummary } from "#functions/access-api/answers/request-answer.ts";
import { companyNow, watches } from "#functions/access-api/answers/view.ts";
import type { AccessRequest, RequestState } from "#shared/access/access-request.ts";
import type { PageAsk } from "#shared/access/ports.ts";
import { askedNow, type Company } from "#shared/access/stages.ts";
import { listRequests } from "#shared/contracts/http/access.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { Page } from "#shared/kernel/page.ts";
import type { Caller } from "#shared/runtime/caller.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";
import type { Stored } from "#shared/storage/record.ts";

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

type Listed = Page<Stored<AccessRequest>>;

async function listed({ role, state, ...page }: Ask, { caller, company, deps }: Where): Promise<Listed> {
  if (role === "mine") {
    const read = (ask: PageAsk) => deps.store.requestsOf(caller.person, ask);
    return fillPage(page, { read, keep: ({ value }) => state === undefined || value.state === state });
  }
  if (role === "to-decide") {
    const read = (ask: PageAsk) => deps.store.requestsIn("PENDING", ask);
    return fillPage(page, { read, keep: ({ value }) => isAsked(value, caller.person, company) });
  }
  if (!watches(caller)) {
    throw new Problem(403, "Cannot list all requests: that is open to operators, security and auditors", {
      pointer: "query:role",
      remedy: "Ask for role=mine or role=to-decide",
      more: { needs: ["operator", "security", "auditor"] },
    });
  }
  return state === undefined ? deps.store.everyRequest(page) : deps.store.requestsIn(state, page);
}

const isAsked = (request: AccessRequest, person: PersonId, company: Company): boolean =>
  request.state === "PENDING" && askedNow(request, company).includes(person);
