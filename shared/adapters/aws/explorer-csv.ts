import type { GetCostAndUsageResponse, ResultByTime } from "@aws-sdk/client-cost-explorer";
import { stringify } from "csv-stringify/sync";
import { refuse } from "#shared/cost/batch.ts";
import type { Month } from "#shared/kernel/calendar.ts";

/** Asked for in one paid request: what was invoiced, what it costs amortised, and both after discounts. */
export const METRICS = ["UnblendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost"] as const;

/** Cost Explorer groups by two at most: whose it is comes first, and what it is for. */
export const GROUPS = ["LINKED_ACCOUNT", "SERVICE"] as const;

/** FOCUS, and two costs and a word beside it. Lists and contracts are not told: empty, never zero. */
const HEADER = [
  ...["ProviderName", "BillingAccountId", "SubAccountId", "ServiceName", "ChargeCategory", "BillingCurrency"],
  ...["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"],
  ...["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"],
  ...["x_NetUnblendedCost", "x_NetAmortizedCost", "x_Estimated"],
];

export type Asked = {
  readonly name: string;
  readonly account: string;
  readonly month: Month;
  /** First day after the billing period. */
  readonly until: string;
};

/**
 * Pages of an answer as one FOCUS bill, amounts as the texts they came as: who reads the bill makes exact money of
 * them. `BilledCost` is unblended, which is what an invoice adds up to; `EffectiveCost` is amortised.
 *
 * @throws BillRefused when a part of the answer is missing: what is not told is not zero
 */
export function billOf(pages: readonly Pick<GetCostAndUsageResponse, "ResultsByTime">[], asked: Asked): string {
  const rows = pages.flatMap(({ ResultsByTime }) => {
    if (ResultsByTime === undefined) throw refuse(asked.name, "Cost Explorer answered without results; ask again");
    return ResultsByTime.flatMap((result) => rowsOf(result, asked));
  });
  if (rows.length === 0) throw refuse(asked.name, "Cost Explorer has no cost of that month; ask again tomorrow");
  return stringify([HEADER, ...rows]);
}

function rowsOf({ TimePeriod, Groups, Estimated }: ResultByTime, asked: Asked): readonly (readonly string[])[] {
  const { Start: from, End: to } = TimePeriod ?? {};
  if (from === undefined || to === undefined || Groups === undefined) {
    throw refuse(asked.name, "Cost Explorer answered with a day that has no dates or no groups; ask again");
  }
  return Groups.map(({ Keys = [], Metrics = {} }) => {
    const [account, service] = Keys;
    if (account === undefined || service === undefined || Keys.length !== GROUPS.length) {
      throw refuse(asked.name, `Cost Explorer answered for ${from} with a group of ${Keys.length} keys, not two`);
    }
    const amounts = METRICS.map((metric) => {
      const { Amount, Unit } = Metrics[metric] ?? {};
      if (Amount === undefined || Unit === undefined) {
        throw refuse(asked.name, `Cost Explorer answered for ${from}, ${service} without ${metric}`);
      }
      return { amount: Amount, unit: Unit };
    });
    const [billed, effective, net, netAmortised] = amounts.map(({ amount }) => amount) as [
      string,
      string,
      string,
      string,
    ];
    const [currency = "", ...others] = new Set(amounts.map(({ unit }) => unit));
    if (others.length > 0)
      throw refuse(asked.name, `Cost Explorer answered for ${from} in ${currency} and ${others[0]}`);
    return [
      ...["AWS", asked.account, account, service, service === "Tax" ? "Tax" : "Usage", currency],
      ...[`${asked.month}-01`, asked.until, from, to].map((day) => `${day}T00:00:00Z`),
      ...[billed, effective, "", ""],
      ...[net, netAmortised, String(Estimated ?? true)],
    ];
  });
}
