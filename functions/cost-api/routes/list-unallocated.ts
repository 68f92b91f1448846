import { listUnallocated } from "#shared/contracts/http/cost.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import type { CostReportStore } from "#shared/cost/report/ports.ts";
import { readReportFile } from "#shared/cost/report/read-report.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** What has no owner, by the newest report of the month, or the newest of all. */
export const listUnallocatedRoute = ({
  reports,
  blobs,
}: {
  readonly reports: CostReportStore;
  readonly blobs: BlobStore;
}) =>
  route(listUnallocated, async ({ query: { month } }) => {
    const [record] = (await reports.list({ limit: 1, ...(month === undefined ? {} : { month }) })).items;
    if (record === undefined) {
      throw new Problem(
        404,
        `Cannot list what has no owner: there is no report${month === undefined ? "" : ` of ${month}`}`,
        {
          remedy: "Make one: tollgate cost report --month YYYY-MM",
        },
      );
    }
    const report = JSON.parse((await readReportFile(record, "report.json", blobs)) ?? "null") as JsonObject;
    const unallocated = report["unallocated"] as JsonObject;
    return {
      status: 200,
      body: { reportId: record.id, month: record.month, currency: record.currency, ...unallocated },
    };
  });
