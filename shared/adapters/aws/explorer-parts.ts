import { blobParts } from "#shared/adapters/aws/cost-parts.ts";
import { lateSpend } from "#shared/adapters/aws/late-ports.ts";
import type { RequestBudget } from "#shared/cost/day-zero/request-budget.ts";
import type { SpendSource } from "#shared/cost/ports.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { late } from "#shared/kernel/late.ts";

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
  const account = accountNumber(env.COST_EXPLORER_ACCOUNT);
  const sourceOn = late(async () => {
    const { payersExplorer } = await import("#shared/adapters/aws/payers-explorer.ts");
    return payersExplorer(account, env);
  });
  return {
    ...blobParts(env),
    spend: NO_BILLS,
    explorer: {
      account,
      mostRequests: env.COST_EXPLORER_DAILY_REQUESTS,
      sourceOn: (budget: RequestBudget) => lateSpend(async () => (await sourceOn())(budget)),
    },
  };
}
