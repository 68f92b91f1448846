import type { AnswerDeps } from "#functions/access-api/answers/request-answer.ts";
import { companyNow } from "#functions/access-api/answers/view.ts";
import { offersFor } from "#shared/access/offers.ts";
import { listAccessCatalog } from "#shared/contracts/http/access.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { route } from "#shared/runtime/http.ts";

/** GET /v1/access/catalog */
export const catalogRoute = (deps: AnswerDeps) =>
  route(listAccessCatalog, async ({ caller }) => {
    const offers = offersFor(caller.person, await companyNow(deps.governance));
    const items = offers.map((offer) => ({
      ...offer,
      labels: [...offer.labels],
      stages: [...offer.stages],
      maxDuration: offer.maxDuration === 0 ? "0s" : formatDuration(offer.maxDuration),
    }));
    return { status: 200, body: { items } };
  });
