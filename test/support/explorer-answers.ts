/** One day, account and service as Cost Explorer answers it; amounts as the texts that it sends. */
export type ExplorerRow = {
  readonly day: string;
  readonly next: string;
  readonly account?: string;
  readonly service?: string;
  readonly unblended: string;
  readonly amortised?: string;
};

const amount = (Amount: string, Unit = "USD") => ({ Amount, Unit });

/** A page of an answer in the shape of the API reference (GetCostAndUsage, "Response Syntax"). */
export const explorerPage = (rows: readonly ExplorerRow[], NextPageToken?: string) => ({
  ...(NextPageToken === undefined ? {} : { NextPageToken }),
  ResultsByTime: rows.map(({ day, next, account = "222233334444", service = "AWS Glue", unblended, amortised }) => ({
    TimePeriod: { Start: day, End: next },
    Total: {},
    Estimated: true,
    Groups: [
      {
        Keys: [account, service],
        Metrics: {
          UnblendedCost: amount(unblended),
          AmortizedCost: amount(amortised ?? unblended),
          NetUnblendedCost: amount(unblended),
          NetAmortizedCost: amount(amortised ?? unblended),
        },
      },
    ],
  })),
});
