import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { getCoverageRoute } from "#functions/policy-api/routes/coverage.ts";
import { getKillSwitchRoute, putKillSwitchRoute } from "#functions/policy-api/routes/kill-switch.ts";
import { listFindingsRoute } from "#functions/policy-api/routes/list-findings.ts";
import { acknowledgeFinding, approveFinding, getFinding } from "#shared/contracts/http/findings.ts";
import {
  getPlan,
  getPolicy,
  haltPolicyNow,
  listActions,
  listPolicies,
  planPolicyNow,
  promotePolicyNow,
  resumePolicyNow,
  undoActionNow,
} from "#shared/contracts/http/policy.ts";
import { type HttpDeps, httpHandler } from "#shared/runtime/http.ts";
import { lateRoutes } from "#shared/runtime/late-routes.ts";

/** /v1/findings, /v1/policies, /v1/actions, /v1/coverage, /v1/kill-switch. What acts is loaded when it is asked to. */
export const makeHandler = (deps: HttpDeps & PolicyApiDeps) =>
  httpHandler(
    [
      listFindingsRoute(deps),
      ...lateRoutes([getFinding, acknowledgeFinding, approveFinding], async () =>
        (await import("#functions/policy-api/routes/finding-acts.ts")).findingActRoutes(deps),
      ),
      ...lateRoutes([listPolicies, getPolicy, promotePolicyNow, haltPolicyNow, resumePolicyNow], async () =>
        (await import("#functions/policy-api/routes/policies.ts")).policyRoutes(deps),
      ),
      ...lateRoutes([planPolicyNow, getPlan], async () =>
        (await import("#functions/policy-api/routes/plans.ts")).planRoutes(deps),
      ),
      ...lateRoutes([listActions, undoActionNow], async () =>
        (await import("#functions/policy-api/routes/actions.ts")).actionRoutes(deps),
      ),
      getCoverageRoute(deps),
      getKillSwitchRoute(deps),
      putKillSwitchRoute(deps),
    ],
    deps,
  );
