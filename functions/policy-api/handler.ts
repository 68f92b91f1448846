import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { listActionsRoute, undoActionRoute } from "#functions/policy-api/routes/actions.ts";
import { getCoverageRoute } from "#functions/policy-api/routes/coverage.ts";
import {
  acknowledgeFindingRoute,
  approveFindingRoute,
  getFindingRoute,
} from "#functions/policy-api/routes/finding-acts.ts";
import { getKillSwitchRoute, putKillSwitchRoute } from "#functions/policy-api/routes/kill-switch.ts";
import { listFindingsRoute } from "#functions/policy-api/routes/list-findings.ts";
import { getPlanRoute, planPolicyRoute } from "#functions/policy-api/routes/plans.ts";
import {
  getPolicyRoute,
  haltPolicyRoute,
  listPoliciesRoute,
  promotePolicyRoute,
  resumePolicyRoute,
} from "#functions/policy-api/routes/policies.ts";
import { type HttpDeps, httpHandler } from "#shared/runtime/http.ts";

/** /v1/findings, /v1/policies, /v1/actions, /v1/coverage, /v1/kill-switch. */
export const makeHandler = (deps: HttpDeps & PolicyApiDeps) =>
  httpHandler(
    [
      listFindingsRoute(deps),
      getFindingRoute(deps),
      acknowledgeFindingRoute(deps),
      approveFindingRoute(deps),
      listPoliciesRoute(deps),
      getPolicyRoute(deps),
      planPolicyRoute(deps),
      getPlanRoute(deps),
      promotePolicyRoute(deps),
      haltPolicyRoute(deps),
      resumePolicyRoute(deps),
      listActionsRoute(deps),
      undoActionRoute(deps),
      getCoverageRoute(deps),
      getKillSwitchRoute(deps),
      putKillSwitchRoute(deps),
    ],
    deps,
  );
