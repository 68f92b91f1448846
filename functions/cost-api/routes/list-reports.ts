import { reportAnswer } from "#functions/cost-api/report-answer.ts";
import { listCostReports } from "#shared/contracts/http/cost.ts";
import type { CostReportStore } from "#shared/cost/report/ports.ts";
import { route } from "#shared/runtime/http.ts";

export const listReportsRoute = ({ reports }: { readonly reports: CostReportStore }) =>
  route(listCostReports, async ({ query: { month, cursor } }) => {
    const page = await reports.list({
      limit: 50,
      ...(month === undefined ? {} : { month }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const more = page.cursor === undefined ? {} : { cursor: page.cursor };
    return { status: 200, body: { items: page.items.map(reportAnswer), ...more } };
  });
