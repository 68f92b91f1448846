import { costExplorerClient } from "#shared/adapters/aws/clients/cost-explorer.ts";
import { blobParts } from "#shared/adapters/aws/cost-parts.ts";
import { explorerSpendSource } from "#shared/adapters/aws/explorer-spend-source.ts";
import { sessionsOf } from "#shared/adapters/aws/member-parts.ts";
import { wallClock } from "#shared/adapters/aws/state-parts.ts";
import type { RequestBudget } from "#shared/cost/day-zero/request-budget.ts";
import type { SpendSource } from "#shared/cost/ports.ts";
import { accountNumber } from "#shared/kernel/ids.ts";

type ExplorerEnv = {
  readonly REPORTS_BUCKET: string;
  readonly MEMBER_EXTERNAL_ID: string;
  readonly COST_EXPLORER_ACCOUNT: string;
  readonly COST_EXPLORER_DAILY_REQUESTS: number;
};

/** It may read no bucket of bills: what it asks is its one source. */
const NO_BILLS: SpendSource = { open: async () => undefined, list: async () => [] };

/** Cost Explorer of whoever pays, as its `tollgate-billing` role; ledgers and bills where the others are. */
export function explorerParts(env: ExplorerEnv) {
  const sessions = sessionsOf("cost-explore", env);
  const account = accountNumber(env.COST_EXPLORER_ACCOUNT);
  const client = costExplorerClient({
    // Already over, so that the SDK asks each time; the session itself is kept while it lasts.
    credentials: async () => ({
      ...(await sessions.credentialsFor(account, "tollgate-billing")),
      expiration: new Date(0),
    }),
  });
  return {
    ...blobParts(env),
    spend: NO_BILLS,
    explorer: {
      account,
      mostRequests: env.COST_EXPLORER_DAILY_REQUESTS,
      sourceOn: (budget: RequestBudget) => explorerSpendSource({ client, budget, clock: wallClock }),
    },
  };
}
