import { describe, expect, test } from "vitest";
import { makeHandler } from "#functions/cost-ingest/handler.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { csvOf, ingestWorld } from "#test/support/bills.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

const record = (messageId: string, body: unknown) => ({
  messageId,
  receiptHandle: "r",
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: "0",
    SenderId: "s",
    ApproximateFirstReceiveTimestamp: "0",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:bills",
  awsRegion: "eu-west-1",
});

async function handled(...bodies: readonly unknown[]) {
  const world = ingestWorld();
  world.write("october.csv", csvOf([{}]));
  world.write("renamed.csv", csvOf([{}]).replace("BilledCost", "lineItem/UnblendedCost"));
  world.write("wrong.csv", csvOf([{ BilledCost: "a lot" }]));
  const lines: { message: string; fields: JsonObject | undefined }[] = [];
  const metrics = notedMetrics();
  const note = (message: string, fields?: JsonObject) => void lines.push({ message, fields });
  const handler = makeHandler({
    ingestDeps: world.deps,
    log: { info: note, warn: note, error: note },
    metrics,
  });
  const Records = bodies.map((body, index) => record(`m${index + 1}`, body));
  const answer = await handler(
    { Records },
    {} as Parameters<typeof handler>[1],
    { signal: new AbortController().signal } as never,
  );
  return {
    failed: answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    lines,
    said: metrics.said.map(({ figures }) => figures),
    periods: await world.imports.periods(),
  };
}

describe("a message about bills", () => {
  test("of our own is taken in, and again it is done already", async () => {
    const { failed, lines, said, periods } = await handled({ names: ["october.csv"] }, { names: ["october.csv"] });
    expect(failed).toEqual([]);
    expect(lines.map(({ fields }) => fields?.["outcome"])).toEqual(["taken-in", "unchanged"]);
    expect(said).toEqual([{ bill_rows: 1 }]);
    expect(periods.map(({ versions }) => versions.length)).toEqual([1]);
  });

  test("from S3 about a data file says nothing yet: its manifest comes after all of them", async () => {
    const created = { detail: { bucket: { name: "bills" }, object: { key: "data/bill-1.csv.gz" } } };
    expect(await handled(created)).toMatchObject({ failed: [], lines: [], periods: [] });
  });

  test("bad day: an export with another schema is refused by file and column, and what counted before still counts", async () => {
    const { failed, lines, periods } = await handled({ names: ["october.csv"] }, { names: ["renamed.csv"] });
    expect(failed).toEqual(["m2"]);
    expect(lines.at(-1)?.fields?.["message"]).toBe(
      'Cannot take in "renamed.csv": it has no column "BilledCost"; FOCUS requires it; this looks like a Cost and Usage Report: export it as FOCUS',
    );
    expect(periods.map(({ versions }) => versions.length)).toEqual([1]);
  });

  test("that is refused fails alone, and the others of its batch are taken in", async () => {
    const { failed, lines, periods } = await handled(
      { names: ["wrong.csv"] },
      "no JSON",
      { other: 1 },
      { names: ["october.csv"] },
    );
    expect(failed).toEqual(["m1", "m2", "m3"]);
    expect(lines[0]?.fields?.["message"]).toBe(
      'Cannot take in "wrong.csv": row 1, column BilledCost: found "a lot"; write a decimal number such as -12.5',
    );
    expect(periods).toHaveLength(1);
  });
});
