import * as z from "zod";
import {
  advanceClock,
  callSandbox,
  listPeople,
  listSandboxResources,
  signIn,
  trySandbox,
} from "#shared/contracts/http/local.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** What only a laptop plane has. No cloud host knows this function. */
export const localApi = {
  name: "local-api",
  triggers: [
    {
      kind: "http",
      routes: routesOf([signIn, listPeople, trySandbox, callSandbox, listSandboxResources, advanceClock]),
    },
  ],
  env: z.object({}),
  capabilities: ["table.read"],
  timeoutSeconds: 600,
} as const satisfies FunctionSpec;
