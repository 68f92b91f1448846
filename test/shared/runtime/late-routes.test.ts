import { describe, expect, test } from "vitest";
import { getPlan, planPolicyNow } from "#shared/contracts/http/policy.ts";
import type { HttpEvent } from "#shared/runtime/claims.ts";
import type { HttpDeps, HttpRoute } from "#shared/runtime/http.ts";
import { lateRoutes } from "#shared/runtime/late-routes.ts";

const EVENT = {} as HttpEvent;
const DEPS = {} as HttpDeps;

const answering = (contract: HttpRoute["contract"], body: object): HttpRoute => ({
  contract,
  run: async () => ({ status: 200, body }),
});

describe("late routes", () => {
  test("are loaded once, with the first call of any of them, and each answers its own", async () => {
    let loads = 0;
    const [plan, read] = lateRoutes([planPolicyNow, getPlan], async () => {
      loads += 1;
      return [answering(getPlan, { is: "read" }), answering(planPolicyNow, { is: "planned" })];
    });
    expect(loads).toBe(0);
    expect(await plan?.run(EVENT, DEPS)).toEqual({ status: 200, body: { is: "planned" } });
    expect(await read?.run(EVENT, DEPS)).toEqual({ status: 200, body: { is: "read" } });
    expect(loads).toBe(1);
  });

  test("name what was asked when nothing that was loaded answers it", async () => {
    const [plan] = lateRoutes([planPolicyNow], async () => [answering(getPlan, {})]);
    await expect(plan?.run(EVENT, DEPS)).rejects.toThrow(`Cannot answer ${planPolicyNow.operation}`);
  });
});
