import { describe, expect, test } from "vitest";
import { makeHandler } from "#functions/cost-explore/handler.ts";
import { refuse } from "#shared/cost/batch.ts";
import type { SpendSource } from "#shared/cost/ports.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { csvOf, fileOf, ingestWorld } from "#test/support/bills.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

async function run(spend?: SpendSource) {
  const world = ingestWorld();
  const lines: { readonly level: string; readonly fields: JsonObject | undefined }[] = [];
  const at = (level: string) => (_: string, fields?: JsonObject) => void lines.push({ level, fields });
  const metrics = notedMetrics();
  const handler = makeHandler({
    ...(spend === undefined ? {} : { explorer: { account: "111122223333", spend } }),
    ingestDeps: world.deps,
    log: { info: at("info"), warn: at("warn"), error: at("error") },
    metrics,
  });
  const context = {} as Parameters<typeof handler>[1];
  await handler({} as Parameters<typeof handler>[0], context, { signal: new AbortController().signal } as never);
  return { lines, said: metrics.said.map(({ figures }) => figures), periods: await world.imports.periods() };
}

describe("the daily look at Cost Explorer", () => {
  test("asks nothing where nobody is to be asked", async () => {
    const { lines, periods } = await run();
    expect(lines).toEqual([{ level: "info", fields: { outcome: "off" } }]);
    expect(periods).toEqual([]);
  });

  test("says what it took in", async () => {
    const open: SpendSource["open"] = async (name) => {
      if (!name.endsWith("2026-10")) throw refuse(name, "Cost Explorer has no cost of that month; ask again tomorrow");
      return fileOf(name, csvOf([{}]));
    };
    const { lines, said, periods } = await run({ list: async (name) => [name], open });
    expect(said).toEqual([{ bill_rows: 1 }]);
    expect(periods.map(({ source, period }) => [source, period])).toEqual([["AWS/111122223333", "2026-10"]]);
    // The run itself is done: trying again would be paid for.
    expect(lines.map(({ level, fields }) => [level, fields?.["outcome"]])).toEqual([
      ["info", "taken-in"],
      ["warn", "refused"],
    ]);
  });
});
