import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { cliIn } from "#test/support/cli.ts";

const data = resolve(process.env["TOLLGATE_DATA"] ?? "../shared/data");
const file = join(data, "cloudtrail/published-events.ndjson");

type Line = {
  readonly line: number;
  readonly outcome: string;
  readonly reason: string;
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
