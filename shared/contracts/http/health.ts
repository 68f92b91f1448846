import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";

export const getHealth = {
  method: "GET",
  path: "/v1/health",
  operation: "getHealth",
  summary: "Say whether the plane answers and reads its state",
  open: true,
  answers: {
    200: z
      .strictObject({
        status: z.literal("ok"),
        now: z.iso.datetime(),
        version: z.string().meta({ description: "which Tollgate answers, such as 0.1.0+4f2c91a" }),
      })
      .meta({ id: "Health" }),
  },
  problems: { 503: "the state cannot be read" },
} as const satisfies RouteContract;
