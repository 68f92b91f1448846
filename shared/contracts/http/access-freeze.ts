import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";

export const FreezeAnswer = z
  .strictObject({
    frozen: z.boolean(),
    because: z.string(),
    /** Who turned the switch last, and when; absent while nobody ever did. */
    by: z.string().optional(),
    at: z.iso.datetime().optional(),
  })
  .meta({ id: "AccessFreeze" });

/** Body of PUT /v1/access/freeze. */
export const FreezeBody = z
  .strictObject({ frozen: z.boolean(), because: z.string().trim().min(3, "say why in a few words").max(500) })
  .meta({ id: "AccessFreezeTurn" });

export const getAccessFreeze = {
  method: "GET",
  path: "/v1/access/freeze",
  operation: "getAccessFreeze",
  summary: "Say whether all activation of access is frozen",
  roles: ["operator", "security", "auditor"],
  answers: { 200: FreezeAnswer },
} as const satisfies RouteContract;

export const putAccessFreeze = {
  method: "PUT",
  path: "/v1/access/freeze",
  operation: "setAccessFreeze",
  summary: "Freeze all activation of access, or thaw it; ending access is never frozen",
  roles: ["operator", "security"],
  body: FreezeBody,
  answers: { 200: FreezeAnswer },
  problems: { 409: "others turned the switch at the same time" },
} as const satisfies RouteContract;

export type FreezeAnswer = z.infer<typeof FreezeAnswer>;
