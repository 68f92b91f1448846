import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Hands out the console's page, its built assets and the runbooks; everything on it comes from the API. */
export const console = {
  name: "console",
  triggers: [
    {
      kind: "http",
      routes: [
        { method: "GET", path: "/", open: true },
        { method: "GET", path: "/assets/{name}", open: true },
        { method: "GET", path: "/runbooks/{name}", open: true },
      ],
    },
  ],
  env: z.object({}),
  capabilities: [],
  timeoutSeconds: 10,
} as const satisfies FunctionSpec;
