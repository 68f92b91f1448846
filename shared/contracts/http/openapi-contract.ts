import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";

export const getOpenApi = {
  method: "GET",
  path: "/v1/openapi.json",
  operation: "getOpenApi",
  summary: "Describe this API (OpenAPI 3.1)",
  open: true,
  answers: { 200: z.looseObject({ openapi: z.string() }).meta({ id: "OpenApi" }) },
} as const satisfies RouteContract;
