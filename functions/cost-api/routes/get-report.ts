import { foundReport, reportAnswer } from "#functions/cost-api/report-answer.ts";
import { getCostReport, getCostReportFile, getCostReportProof } from "#shared/contracts/http/cost.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import type { CostReportStore } from "#shared/cost/report/ports.ts";
import { readReportFile } from "#shared/cost/report/read-report.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { REPORT_FILES, type ReportFileName } from "#shared/rendering/cost-report/report-file-names.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

type Deps = { readonly reports: CostReportStore; readonly blobs: BlobStore };

/** The record of a version, and what it says. */
export const getReportRoute = ({ reports, blobs }: Deps) =>
  route(getCostReport, async ({ params: { id } }) => {
    const { value } = await foundReport(id, reports);
    return { status: 200, body: { record: reportAnswer(value), report: await jsonFile(value, "report.json", blobs) } };
  });

/** A file as it was written, byte for byte; the page may run nothing, wherever it is opened. */
export const getReportFileRoute = ({ reports, blobs }: Deps) =>
  route(getCostReportFile, async ({ params: { id, name } }) => {
    const { value } = await foundReport(id, reports);
    const text = isFile(name) ? await readReportFile(value, name, blobs) : undefined;
    if (!isFile(name) || text === undefined) {
      const remedy = `One of ${value.files.map((file) => file.name).join(", ")}`;
      throw new Problem(404, `Cannot find file "${name}" of cost report "${id}"`, { remedy });
    }
    const headers = {
      "content-type": REPORT_FILES[name],
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      "content-disposition": `${name === "report.html" ? "inline" : "attachment"}; filename="${id}-${name}"`,
      etag: `"${value.files.find((file) => file.name === name)?.sha256 ?? ""}"`,
    };
    return { status: 200, text, headers };
  });

/** How every pool was split, with weights and hashes. */
export const getReportProofRoute = ({ reports, blobs }: Deps) =>
  route(getCostReportProof, async ({ params: { id } }) => {
    const { value } = await foundReport(id, reports);
    const manifest = await jsonFile(value, "manifest.json", blobs);
    return { status: 200, body: manifest["proof"] as JsonObject };
  });

const isFile = (name: string): name is ReportFileName => Object.hasOwn(REPORT_FILES, name);

const jsonFile = async (record: ReportRecord, name: ReportFileName, blobs: BlobStore): Promise<JsonObject> =>
  JSON.parse((await readReportFile(record, name, blobs)) ?? "{}") as JsonObject;
