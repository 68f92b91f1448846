import { foundReport } from "#functions/cost-api/report-answer.ts";
import { listCostReportRows } from "#shared/contracts/http/cost.ts";
import { bearerKey } from "#shared/cost/ledger.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import { type FigureRow, figureRows } from "#shared/cost/report/figure-rows.ts";
import type { CostReportStore } from "#shared/cost/report/ports.ts";
import { readReport } from "#shared/cost/report/read-report.ts";
import type { ReportReader } from "#shared/cost/verify/report-reader.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { exactDecimal, sumMoney } from "#shared/kernel/money.ts";
import { route } from "#shared/runtime/http.ts";

const PAGE = 200;

type Deps = {
  readonly reports: CostReportStore;
  readonly blobs: BlobStore;
  readonly readerOf: () => Promise<ReportReader>;
};

/** The rows behind a figure; `total` is of all of them, not of the page. */
export const listRowsRoute = (deps: Deps) =>
  route(listCostReportRows, async ({ params, query: { figure, workload, day, cursor } }) => {
    const { value } = await foundReport(params.id, deps.reports);
    const narrowed = { ...(workload === undefined ? {} : { workload }), ...(day === undefined ? {} : { day }) };
    const from = { blobs: deps.blobs, reader: await deps.readerOf() };
    const rows = figureRows({ figure, ...narrowed }, await readReport(value, from));
    const first = Number(cursor ?? "0");
    const next = first + PAGE < rows.length ? { cursor: `${first + PAGE}` } : {};
    return {
      status: 200,
      body: {
        figure,
        currency: value.currency,
        total: exactDecimal(sumMoney(rows.map(({ amount }) => amount))),
        rows: rows.slice(first, first + PAGE).map(rowAnswer),
        count: rows.length,
        ...next,
      },
    };
  });

function rowAnswer(row: FigureRow): JsonObject {
  const amount = exactDecimal(row.amount);
  switch (row.kind) {
    case "line": {
      const { line } = row;
      return {
        kind: row.kind,
        what: line.service,
        bearer: bearerKey(line.bearer),
        day: line.day,
        account: line.subAccount,
        category: line.category,
        ...(line.invoice === undefined ? {} : { invoice: line.invoice }),
        rule: line.rule,
        count: line.rows,
        amount,
      };
    }
    case "split":
      return { kind: row.kind, what: row.from, bearer: row.to, rule: row.rule, count: 0, amount };
    case "less":
      return { kind: row.kind, what: row.what, bearer: row.of, count: 0, amount };
  }
}
