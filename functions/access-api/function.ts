import * as z from "zod";
import {
  cancelRequestRoute,
  createRequest,
  decideOnRequest,
  extendRequestRoute,
  getGrantEvidence,
  getRequest,
  giveBackRequest,
  issueGrantCredentials,
  listAccessCatalog,
  listGrants,
  listRequestEvents,
  listRequestGrants,
  listRequests,
  previewAccess,
  revokeRequestRoute,
} from "#shared/contracts/http/access.ts";
import { getAccessFreeze, putAccessFreeze } from "#shared/contracts/http/access-freeze.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Everything that people do about access: look, ask, decide, use, give back, take away. */
export const accessApi = {
  name: "access-api",
  triggers: [
    {
      kind: "http",
      routes: routesOf([
        listAccessCatalog,
        previewAccess,
        createRequest,
        listRequests,
        getRequest,
        listRequestEvents,
        listRequestGrants,
        decideOnRequest,
        cancelRequestRoute,
        extendRequestRoute,
        giveBackRequest,
        revokeRequestRoute,
        issueGrantCredentials,
        listGrants,
        getGrantEvidence,
        getAccessFreeze,
        putAccessFreeze,
      ]),
    },
  ],
  env: z.object({ ...ENV.table, ...ENV.members }),
  capabilities: [
    "table.get",
    "table.query",
    "index.list",
    "index.person",
    "table.write",
    "table.check",
    "people-roles.broker",
  ],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
