import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cliIn, type Told } from "#test/support/cli.ts";

type Line = {
  readonly line: number;
  readonly outcome: string;
  readonly reason: string;
  readonly resource?: string;
  readonly findings: readonly { readonly policy: string; readonly rule: string }[];
};

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "tollgate-judge-"));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const CREATE = {
  eventSource: "logs.amazonaws.com",
  eventName: "CreateLogGroup",
  awsRegion: "eu-west-1",
  recipientAccountId: "111122223333",
  requestParameters: { logGroupName: "/brightwater/notes" },
};

async function judged(content: string, ...flags: readonly string[]): Promise<Told> {
  writeFileSync(join(cwd, "events.ndjson"), content);
  return cliIn({ cwd })("policy", "judge", "--events", "events.ndjson", ...flags);
}

const linesIn = ({ out }: Told): readonly Line[] =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);

describe("tollgate policy judge", () => {
  test.each([
    { because: "a bare CloudTrail record", record: CREATE },
    { because: "an EventBridge event", record: { "detail-type": "AWS API Call via CloudTrail", detail: CREATE } },
    { because: "an object that holds one", record: { event: CREATE } },
  ])("judges $because by the documents that come with Tollgate, without a plane", async ({ record }) => {
    const told = await judged(`${JSON.stringify(record)}\n`, "--json");
    expect(told).toMatchObject({ exit: 0, err: "" });
    expect(linesIn(told)).toMatchObject([
      {
        line: 1,
        outcome: "judged",
        reason: "create",
        resource: "arn:aws:logs:eu-west-1:111122223333:log-group:/brightwater/notes",
        findings: expect.arrayContaining([
          expect.objectContaining({ policy: "core-tags", rule: "tagging.tags.CostCenter" }),
        ]),
      },
    ]);
  });

  test.each([
    { because: "a rejected call", record: { ...CREATE, errorCode: "AccessDenied" }, is: "ignored rejected" },
    { because: "a read", record: { ...CREATE, eventName: "ListBuckets", readOnly: true }, is: /^ignored / },
    { because: "another kind of object", record: { hello: "world" }, is: "unreadable not-a-record" },
  ])("says of $because that it is $is, and finds nothing", async ({ record, is }) => {
    const [line] = linesIn(await judged(JSON.stringify(record), "--json"));
    expect(`${line?.outcome} ${line?.reason}`).toEqual(typeof is === "string" ? is : expect.stringMatching(is));
    expect(line?.findings).toEqual([]);
  });

  test("gives every line its answer: blank, broken, too long, and goes on", async () => {
    const told = await judged(
      `\n{"eventName":\n${"x".repeat(1_100_000)}\n${JSON.stringify(CREATE)}\n\ufeff\n`,
      "--json",
    );
    expect(linesIn(told).map(({ line, outcome, reason }) => `${line} ${outcome} ${reason}`)).toEqual([
      "1 unreadable not-json",
      "2 unreadable not-json",
      "3 unreadable too-long",
      "4 judged create",
      "5 unreadable not-json",
    ]);
  });

  test("sums up for people by outcome and reason, with the first line of each", async () => {
    const rejected = JSON.stringify({ ...CREATE, errorCode: "AccessDenied" });
    const { exit, out } = await judged(`${rejected}\n${JSON.stringify(CREATE)}\n${rejected}\n`);
    expect(exit).toBe(0);
    expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["OUTCOME", "REASON", "LINES", "FINDINGS", "FIRST IN LINE"],
      ["ignored", "rejected", "2", "0", "1"],
      ["judged", "create", "1", expect.stringMatching(/^[1-9]$/), "2"],
      [""],
    ]);
  });

  test("judges by the nearest governance repository before the sample's", async () => {
    const dir = mkdtempSync(join(tmpdir(), "tollgate-judge-own-"));
    await cliIn({ cwd: dir })("init");
    mkdirSync(join(dir, "deeper"));
    writeFileSync(join(dir, "deeper", "events.ndjson"), JSON.stringify(CREATE));
    const told = await cliIn({ cwd: join(dir, "deeper") })("policy", "judge", "--events", "events.ndjson", "--json");
    expect(linesIn(told)).toMatchObject([{ outcome: "judged", findings: [] }]);
    rmSync(dir, { recursive: true });
  });

  test.each([
    { because: "there is no such file", words: ["--events", "nothing.ndjson"], exit: 2, says: "there is no such file" },
    { because: "it is a folder", words: ["--events", "."], exit: 2, says: "it is no file" },
    {
      because: "there is no such folder of documents",
      words: ["--events", "events.ndjson", "--governance", "nowhere"],
      exit: 2,
      says: 'Cannot read "nowhere"',
    },
    {
      because: "the folder holds no documents",
      words: ["--events", "events.ndjson", "--governance", "."],
      exit: 1,
      says: "it holds no document",
    },
  ])("ends with $exit when $because", async ({ words, exit, says }) => {
    await judged("{}");
    const told = await cliIn({ cwd })("policy", "judge", ...words);
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(says);
  });

  test("answers as many lines as there are, whatever they hold", async () => {
    const text = fc.oneof(fc.json(), fc.string({ unit: "binary" }), fc.constant(JSON.stringify(CREATE)));
    const line = text.map((each) => each.replaceAll(/[\n\r]/g, " "));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 10 }), async (lines) => {
        const told = await judged(`${lines.join("\n")}\n`, "--json");
        expect(told).toMatchObject({ exit: 0, err: "" });
        expect(linesIn(told).map((each) => each.line)).toEqual(lines.map((_, at) => at + 1));
      }),
      { numRuns: 12 },
    );
  }, 30_000);
});
