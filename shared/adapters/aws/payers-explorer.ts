import { costExplorerClient } from "#shared/adapters/aws/clients/cost-explorer.ts";
import { explorerSpendSource } from "#shared/adapters/aws/explorer-spend-source.ts";
import { type MemberEnv, sessionsOf } from "#shared/adapters/aws/member-clouds.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";
import type { RequestBudget } from "#shared/cost/day-zero/request-budget.ts";
import type { SpendSource } from "#shared/cost/ports.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";

/** Cost Explorer of the account that pays, as its `tollgate-billing` role, within a budget of requests. */
export function payersExplorer(account: AccountNumber, env: MemberEnv): (budget: RequestBudget) => SpendSource {
  const sessions = sessionsOf("cost-explore", env);
  const client = costExplorerClient({
    // Already over, so that the SDK asks each time; the session itself is kept while it lasts.
    credentials: async () => ({
      ...(await sessions.credentialsFor(account, "tollgate-billing")),
      expiration: new Date(0),
    }),
  });
  return (budget) => explorerSpendSource({ client, budget, clock: wallClock });
}
