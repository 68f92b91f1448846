import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cliIn, jsonOf } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

let plane: RunningTestPlane;
const cwd = mkdtempSync(join(tmpdir(), "tollgate-many-"));
beforeAll(async () => {
  plane = await runningPlane();
}, 60_000);
afterAll(async () => {
  rmSync(cwd, { recursive: true, force: true });
  await plane.close();
});

const dataset = (at: number): string => `kind: Dataset
id: sales.table-${at}
title: What pipeline ${at} of sales writes, one row per event and day${" ".repeat(300)}
classification: restricted
labels: [PII]
tier: 0
at: {data-prod: s3://brightwater-sales-lake/table-${at}/}
runbook: https://wiki.example.com/runbooks/table-${at}
`;

/** What a plan may hold is more than the bytes that any other route reads. */
test("a company of 2,000 datasets, 1.1 MB of documents, is planned and applied", async () => {
  const documents = Array.from({ length: 2_000 }, (_, at) => dataset(at));
  expect(documents.join("---\n").length).toBeGreaterThan(1_048_576);
  const folder = join(cwd, "teams/sales/tables");
  cpSync(plane.home.sampleFolder, cwd, { recursive: true });
  mkdirSync(folder);
  for (let at = 0; at < documents.length; at += 500)
    writeFileSync(join(folder, `${at}.yaml`), documents.slice(at, at + 500).join("---\n"));
  const tollgate = cliIn({ cwd, env: { TOLLGATE_URL: plane.url } });
  const made = jsonOf<{ plan: { id: string }; changes: readonly object[] }>(await tollgate("plan", ".", "--json"));
  expect(made.changes).toHaveLength(2_000);
  const applied = await tollgate("apply", made.plan.id);
  expect(applied).toMatchObject({ exit: 0, err: "" });
  // By whom and when it was made; it was applied just now.
  expect(applied.out).toMatch(new RegExp(`^${made.plan.id} {2}applied {2}made by finn.hale at 20`));
  expect(await tollgate("plan", ".")).toMatchObject({ exit: 0, out: "Nothing changes\n" });
  const { out } = await tollgate("show", "dataset", "sales.table-1999", "--json");
  expect(out).toContain("s3://brightwater-sales-lake/table-1999/");
}, 60_000);
