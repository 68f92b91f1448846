import { reportAnswer } from "#functions/cost-api/report-answer.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { makeCostReport } from "#shared/contracts/http/cost.ts";
import { type MakeReportDeps, makeReport } from "#shared/cost/report/make-report.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** What a report is called where no document asks for one. */
const UNNAMED = { id: "cost-monthly", title: "Monthly cost report" };

/** 201 with a new version, 200 with the newest one where there is nothing new to say. */
export const makeReportRoute = (deps: MakeReportDeps) =>
  route(makeCostReport, async ({ body: { month, report }, caller }) => {
    const { id, title } = documentOf(await deps.catalog.current(), report);
    const result = await makeReport({ report: id, title, month, by: caller.person }, deps);
    if (result.ok) return { status: result.value.made ? 201 : 200, body: reportAnswer(result.value.record) };
    switch (result.error.kind) {
      case "no-data":
        throw new Problem(409, `Cannot report ${month}: no bill of that month was taken in`, {
          pointer: "/month",
          remedy: "Take the bill in first: tollgate cost ingest PATH",
        });
      case "mixed-currencies":
        throw new Problem(409, `Cannot report ${month}: its bills are in ${result.error.currencies.join(" and ")}`, {
          pointer: "/month",
          remedy: "Take them in with a rate for one currency",
        });
      case "contended":
        throw new Problem(503, `Cannot report ${month} now: other versions of it are being made`, {
          remedy: "Try again",
        });
    }
  });

function documentOf({ reports }: Catalog, named: string | undefined): { id: string; title: string } {
  const monthly = [...reports.values()].filter(({ report }) => report === "cost-monthly");
  const [first] = monthly;
  const found = named === undefined ? first : monthly.find(({ id }) => id === named);
  if (found !== undefined) return { id: found.id, title: found.title ?? found.id };
  if (named === undefined || named === UNNAMED.id) return UNNAMED;
  const known = [...monthly.map(({ id }) => id), UNNAMED.id].join(", ");
  throw new Problem(404, `Cannot find monthly cost report "${named}"`, {
    pointer: "/report",
    remedy: `One of ${known}`,
  });
}
