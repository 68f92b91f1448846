import type { RouteContract } from "#shared/contracts/http/route.ts";
import { late } from "#shared/kernel/late.ts";
import type { HttpRoute } from "#shared/runtime/http.ts";

/**
 * Routes whose code is loaded with the first call of any of them. What is asked and answered is known before: it is in
 * the contracts.
 */
export function lateRoutes(
  contracts: readonly RouteContract[],
  load: () => Promise<readonly HttpRoute[]>,
): readonly HttpRoute[] {
  const routes = late(load);
  return contracts.map((contract) => ({
    contract,
    async run(event, deps) {
      const route = (await routes()).find((each) => each.contract === contract);
      if (route === undefined) throw new Error(`Cannot answer ${contract.operation}: no route that was loaded is its`);
      return route.run(event, deps);
    },
  }));
}
