import { describe, expect, test } from "vitest";
import * as z from "zod";
import { apiOf } from "#infra/local/api.ts";
import type { HttpEvent } from "#shared/runtime/claims.ts";
import type { FunctionSpec, RouteSpec } from "#shared/runtime/function.ts";

const specOf = (name: string, routes: readonly RouteSpec[]): FunctionSpec => ({
  name,
  triggers: [{ kind: "http", routes }],
  env: z.object({}),
  capabilities: [],
  timeoutSeconds: 10,
});

const READS = specOf("reads", [
  { method: "GET", path: "/v1/grants/{id}" },
  { method: "GET", path: "/v1/grants/mine" },
  { method: "GET", path: "/v1/{kind}/{id}/events" },
]);
const WRITES = specOf("writes", [
  { method: "POST", path: "/v1/grants/{id}" },
  { method: "POST", path: "/v1/grants/mine" },
  { method: "GET", path: "/v1/grants/{id}/events" },
  { method: "DELETE", path: "/v1/locks" },
]);
const TICKS: FunctionSpec = { ...specOf("ticks", []), triggers: [{ kind: "schedule", every: "1h" }] };

/** Which function a call reaches and with which parameters; the 404 of the host itself is `nobody`. */
async function reached(method: string, path: string, specs = [READS, WRITES, TICKS]) {
  const api = apiOf(specs, (spec) => async (event: unknown) => {
    const { pathParameters, requestContext } = event as HttpEvent;
    return { statusCode: 200, body: JSON.stringify([spec.name, pathParameters, requestContext.http.method]) };
  });
  const url = new URL(path, "http://127.0.0.1");
  const answer = await api({ method, url, headers: {}, body: Buffer.alloc(0), requestId: "r-7" });
  return answer.statusCode === 404 ? ["nobody", answer] : JSON.parse(answer.body ?? "");
}

describe("a request goes to the function whose route it is", () => {
  test.each([
    { because: "the parameter's route", method: "GET", path: "/v1/grants/G-1", to: ["reads", { id: "G-1" }, "GET"] },
    {
      because: "a literal is closer than a parameter",
      method: "GET",
      path: "/v1/grants/mine",
      to: ["reads", {}, "GET"],
    },
    {
      because: "the other method, of another function",
      method: "POST",
      path: "/v1/grants/mine",
      to: ["writes", {}, "POST"],
    },
    {
      because: "fewer parameters are closer, across functions",
      method: "GET",
      path: "/v1/grants/G-1/events",
      to: ["writes", { id: "G-1" }, "GET"],
    },
    {
      because: "what only the wide route fits",
      method: "GET",
      path: "/v1/locks/L-1/events",
      to: ["reads", { kind: "locks", id: "L-1" }, "GET"],
    },
    {
      because: "encoded is one segment",
      method: "GET",
      path: "/v1/grants/a%2Fb",
      to: ["reads", { id: "a%2Fb" }, "GET"],
    },
    {
      because: "HEAD reaches the function, which says what it may",
      method: "HEAD",
      path: "/v1/grants/mine",
      to: ["reads", {}, "HEAD"],
    },
    {
      because: "a method that no route has, likewise",
      method: "PATCH",
      path: "/v1/locks",
      to: ["writes", {}, "PATCH"],
    },
  ])("$method $path: $because", async ({ method, path, to }) => {
    expect(await reached(method, path)).toEqual(to);
  });

  test("the order in which functions are listed decides nothing", async () => {
    for (const path of ["/v1/grants/mine", "/v1/grants/G-1/events"])
      expect(await reached("GET", path, [TICKS, WRITES, READS])).toEqual(await reached("GET", path));
  });

  test.each(["/", "/v1", "/v1/grants", "/v1/grants/", "/v1/grants/a/b", "/v1/unknown"])(
    "%s is nobody's: a problem that names the path and the request",
    async (path) => {
      const [who, answer] = await reached("GET", path);
      expect(who).toBe("nobody");
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      expect(JSON.parse(answer.body)).toMatchObject({ status: 404, detail: `Cannot find "${path}"`, requestId: "r-7" });
    },
  );
});
