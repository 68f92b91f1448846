import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { sampleDocuments } from "#infra/local/sample/documents.ts";
import { cliIn } from "#test/support/cli.ts";

const data = resolve(process.env["TOLLGATE_DATA"] ?? "../shared/data");
const file = join(data, "cloudtrail/published-events.ndjson");

type Line = {
  readonly line: number;
  readonly outcome: string;
  readonly reason: string;
  readonly because?: string;
  readonly policies?: number;
  readonly findings: readonly object[];
};

test("tollgate policy judge answers each of the 173 published records, and judges no rejected call", async () => {
  const { exit, out, err } = await cliIn()("policy", "judge", "--events", file, "--json");
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  const lines = out.trimEnd().split("\n");
  const judged = lines.map((line) => JSON.parse(line) as Line);
  expect(judged.map(({ line }) => line)).toEqual(Array.from({ length: 173 }, (_, at) => at + 1));
  const records = readFileSync(file, "utf8").trimEnd().split("\n");
  const rejected = records.flatMap((record, at) => (/"errorCode": ?"[^"]/.test(record) ? [at + 1] : []));
  expect(rejected).not.toHaveLength(0);
  expect(judged.filter(({ line, outcome }) => rejected.includes(line) && outcome === "judged")).toEqual([]);
  expect(judged.filter(({ outcome, findings }) => outcome !== "judged" && findings.length > 0)).toEqual([]);
});

test("where documents are about their accounts the published creations are found wanting, and where not, that is said", async () => {
  const judgedBy = async (...words: readonly string[]): Promise<readonly Line[]> => {
    const { out } = await cliIn()("policy", "judge", "--events", file, "--json", ...words);
    const lines = out.trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Line).filter(({ outcome }) => outcome === "judged");
  };
  const elsewhere = await judgedBy();
  expect(elsewhere.map(({ policies }) => policies)).toEqual(elsewhere.map(() => 0));
  expect(elsewhere.filter(({ because }) => because?.startsWith("no policy is about ") !== true)).toEqual([]);

  const everywhere = mkdtempSync(join(tmpdir(), "tollgate-everywhere-"));
  for (const { path, text } of sampleDocuments(new Date())) {
    mkdirSync(dirname(join(everywhere, path)), { recursive: true });
    const wide = path.startsWith("policies/") ? text.replaceAll(/^ {2}(ou: \/Data|environment: prod)$\n/gm, "") : text;
    writeFileSync(join(everywhere, path), wide);
  }
  const found = await judgedBy("--governance", everywhere);
  rmSync(everywhere, { recursive: true, force: true });
  const counted = found.map(({ reason, policies = 0, findings }) => ({ reason, looked: policies > 0, findings }));
  // 15 creations of types that the sample's policies are about, 8 of other types; no change of retention breaks a rule.
  expect(counted.filter(({ reason, looked }) => reason === "create" && looked)).toHaveLength(15);
  expect(counted.filter(({ reason, looked }) => reason === "create" && !looked)).toHaveLength(8);
  expect(counted.flatMap(({ findings }) => findings)).toHaveLength(66);
});
