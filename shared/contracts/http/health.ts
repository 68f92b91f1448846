import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";

export const getHealth = {
  method: "GET",
  path: "/v1/health",
  operation: "getHealth",
  summary: "Say whether the plane answers and reads its state",
  open: true,
  answers: { 200: z.strictObject({ status: z.literal("ok"), now: z.iso.datetime() }).meta({ id: "Health" }) },
  problems: { 503: "the state cannot be read" },
} as const satisfies RouteContract;
