import { createHash } from "node:crypto";
import {
  type CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageResponse,
} from "@aws-sdk/client-cost-explorer";
import { callFailure } from "#shared/adapters/aws/call-failure.ts";
import { billOf, GROUPS, METRICS } from "#shared/adapters/aws/explorer-csv.ts";
import { refuse } from "#shared/cost/batch.ts";
import { type ExplorerMonth, explorerName, readExplorerName } from "#shared/cost/day-zero/explorer-name.ts";
import type { RequestBudget } from "#shared/cost/day-zero/request-budget.ts";
import type { OpenFile, SpendSource } from "#shared/cost/ports.ts";
import { endOf } from "#shared/cost/report/months.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import { type Clock, days, epochMillis, isoOf, plus } from "#shared/kernel/time.ts";

export type ExplorerSource = {
  readonly client: Pick<CostExplorerClient, "send">;
  readonly budget: RequestBudget;
  readonly clock: Clock;
};

/**
 * What Cost Explorer tells of a month, as a bill: `cost-explorer://<who pays>/<month>`, asked for when it is opened.
 * The bill that is handed out says in its name how many paid requests it took; listing costs nothing.
 */
export const explorerSpendSource = (source: ExplorerSource): SpendSource => ({
  async open(name) {
    const asked = readExplorerName(name);
    if (asked === undefined) return undefined;
    const until = isoOf(endOf(asked.month)).slice(0, 10);
    const pages = await pagesOf(name, asked, source);
    const text = billOf(pages, { name, ...asked, until });
    return fileOf(explorerName({ ...asked, requests: pages.length }), text);
  },
  list: async (name) => (readExplorerName(name) === undefined ? [] : [name]),
});

/** Every page of the answer; each is paid for, so each is taken from the day's budget first. */
async function pagesOf(
  name: string,
  { month }: ExplorerMonth,
  { client, budget, clock }: ExplorerSource,
): Promise<readonly GetCostAndUsageResponse[]> {
  // Days that are not over are told as far as they go; days that have not begun are refused.
  const tomorrow = plus(clock.now(), days(1));
  const end = isoOf(epochMillis(Math.min(endOf(month), tomorrow))).slice(0, 10);
  const pages: GetCostAndUsageResponse[] = [];
  let token: string | undefined;
  do {
    const taken = await budget.take();
    if (taken.kind === "spent") {
      const most = `all ${taken.most} paid requests to Cost Explorer of ${taken.day} are spent`;
      throw refuse(name, `${most}; it is asked again tomorrow, or raise billing.explorerRequests`);
    }
    const page = await asked(client, { month, end, token });
    pages.push(page);
    if (page.NextPageToken !== undefined && page.NextPageToken === token) {
      throw refuse(name, "Cost Explorer answered with the same page twice; ask again");
    }
    token = page.NextPageToken;
  } while (token !== undefined);
  return pages;
}

async function asked(
  client: ExplorerSource["client"],
  { month, end, token }: { readonly month: string; readonly end: string; readonly token: string | undefined },
): Promise<GetCostAndUsageResponse> {
  try {
    return await client.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: `${month}-01`, End: end },
        Granularity: "DAILY",
        Metrics: [...METRICS],
        GroupBy: GROUPS.map((key) => ({ Type: "DIMENSION", Key: key })),
        ...(token === undefined ? {} : { NextPageToken: token }),
      }),
    );
  } catch (fault) {
    throw callFailure(`Cannot ask Cost Explorer for ${month}`, fault);
  }
}

function fileOf(name: string, text: string): OpenFile {
  const bytes = new TextEncoder().encode(text);
  return {
    name,
    bytes: bytes.length,
    slice: async (start, end) => bytes.slice(start, Math.max(start, end)).buffer,
    async *chunks() {
      yield bytes;
    },
    sha256: async () => createHash("sha256").update(bytes).digest("hex") as Sha256,
    close: async () => undefined,
  };
}
