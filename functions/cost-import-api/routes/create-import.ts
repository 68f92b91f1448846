import { importView } from "#functions/cost-import-api/import-view.ts";
import { type CostImportBody, type CostImportResult, createCostImport } from "#shared/contracts/http/cost-imports.ts";
import { amountsJson } from "#shared/cost/amounts.ts";
import type { Ingested } from "#shared/cost/commit-import.ts";
import { type IngestDeps, type IngestInput, ingest } from "#shared/cost/ingest.ts";
import { type Money, parseMoney } from "#shared/kernel/money.ts";
import { type HttpRoute, route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** POST /v1/cost/imports: take in bills, in whole or not at all. */
export const createImportRoute = (deps: IngestDeps): HttpRoute =>
  route(createCostImport, async ({ body, caller }) => {
    const result = await ingest(inputOf(body, caller.person), deps);
    if (!result.ok) {
      const { file, row, column, message } = result.error;
      throw new Problem(422, message, {
        more: { file, ...(row === undefined ? {} : { row }), ...(column === undefined ? {} : { column }) },
      });
    }
    return { status: 200, body: resultView(result.value) };
  });

function inputOf({ names, source, currency, rates = {}, assume = {}, again }: CostImportBody, by: string): IngestInput {
  return {
    names,
    by,
    again,
    assume: new Map(Object.entries(assume)),
    rates: new Map(Object.entries(rates).flatMap(([code, text]) => rated(code, text))),
    ...(source === undefined ? {} : { source }),
    ...(currency === undefined ? {} : { currency }),
  };
}

function rated(code: string, text: string): readonly (readonly [string, Money])[] {
  const rate = parseMoney(text);
  return rate === undefined ? [] : [[code, rate]];
}

function resultView(ingested: Ingested): CostImportResult {
  const versions = ingested.kind === "taken-in" ? ingested.superseded : [];
  const superseded = versions.flatMap(({ version, difference }) =>
    difference === undefined
      ? []
      : [{ version, difference: { rows: difference.rows, totals: amountsJson(difference.totals) } }],
  );
  const replacedIn = ingested.kind === "unchanged" ? [...ingested.replacedIn] : [];
  return { outcome: ingested.kind, import: importView(ingested.import), replacedIn, superseded };
}
