import { costReportJson, StoredCostReport } from "#shared/contracts/stored/cost-report-record.ts";
import type { CostReportStore } from "#shared/cost/report/ports.ts";
import { type ReportRecord, reportIdOf } from "#shared/cost/report/report-record.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import type { Records } from "#shared/storage/records.ts";
import { valuePage } from "#shared/storage/value-page.ts";

const sortOf = ({ month, report, version }: Pick<ReportRecord, "month" | "report" | "version">): string =>
  `${month}#${report}#${version.toString().padStart(6, "0")}`;

/** A version of a report, by its id; all of them are one list, by month, report and version. */
export const costReportKind: RecordKind<ReportRecord> = {
  name: "cost-report",
  version: 1,
  encode: costReportJson,
  decode: (body) => StoredCostReport.parse(body),
  indexes: (record) => ({ list: { partition: "COST-REPORTS", sort: sortOf(record) } }),
};

export function costReportStoreOn(records: Records): CostReportStore {
  const find = (id: string) => records.find(costReportKind, id);
  return {
    find,
    async latest(report, month) {
      const idOf = (version: number) => reportIdOf({ report, month, version });
      // Versions are numbered from 1 and none is ever taken away: without the first there is none to look for.
      if ((await find(idOf(1))) === undefined) return undefined;
      const query = {
        index: "list",
        partition: "COST-REPORTS",
        prefix: `${month}#${report}#`,
        newestFirst: true,
      } as const;
      const [listed] = (await records.list(costReportKind, { ...query, limit: 1 })).items;
      // The list may be a moment old: what came after it is read by its key.
      for (let version = listed?.value.version ?? 1; ; version += 1) {
        const [newest, next] = await Promise.all([find(idOf(version)), find(idOf(version + 1))]);
        if (next === undefined) return newest;
      }
    },
    list({ month, ...query }) {
      const prefix = month === undefined ? {} : { prefix: `${month}#` };
      const all = { index: "list", partition: "COST-REPORTS", newestFirst: true } as const;
      return valuePage(records, costReportKind, { ...all, ...prefix, ...query });
    },
    async create(record, by) {
      const data = { month: record.month, version: record.version, files: record.files.map(({ sha256 }) => sha256) };
      const event = { type: `cost-report.${record.state.toLowerCase()}`, by, data };
      return (await records.commit([records.create(costReportKind, record.id, { value: record, event })])).ok;
    },
    async signOff(stored, signedOff) {
      const value = { ...stored.value, signedOff };
      const data = { manifest: stored.value.files.find(({ name }) => name === "manifest.json")?.sha256 ?? "" };
      const event = { type: "cost-report.signed-off", by: signedOff.by, data };
      return (await records.commit([records.change(costReportKind, value.id, { stored, value, event })])).ok;
    },
  };
}
