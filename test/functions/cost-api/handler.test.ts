import type { Context } from "aws-lambda";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { costApi } from "#functions/cost-api/function.ts";
import { makeHandler } from "#functions/cost-api/handler.ts";
import { httpEventOf, matchPath } from "#infra/local/http-event.ts";
import {
  COST_REPORT_CONTRACTS,
  CostReportAnswer,
  listCostReportRows,
  listUnallocated,
} from "#shared/contracts/http/cost.ts";
import { type GroupName, personId } from "#shared/kernel/ids.ts";
import { parseMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";
import type { Caller } from "#shared/runtime/caller.ts";
import type { EpochSeconds } from "#shared/runtime/claims.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { type CostWorld, costWorld, FINANCE, withoutInvoice } from "#test/support/cost-world.ts";
import { periodsOf } from "#test/support/cost-year.ts";

const [september, october] = periodsOf(7).slice(-2);
if (september === undefined || october === undefined) throw new Error("no year");

const person = (name: string, roles: Caller["roles"], groups: readonly GroupName[]): [string, Caller] => [
  name,
  { person: personId(name), name, groups, roles, signedInAt: 0 as EpochSeconds },
];
const PEOPLE = new Map([
  person("lead", ["finance"], [FINANCE.lead]),
  person("other-lead", ["finance"], [FINANCE.lead]),
  person("analyst", ["finance"], [FINANCE.analyst]),
  person("engineer", ["requester"], []),
]);

let world: CostWorld;
let logged: string[];
beforeEach(async () => {
  world = costWorld();
  logged = [];
  await world.takeIn(september);
  await world.takeIn(october);
});
afterEach(() => world.close());

type Answer = {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, unknown>;
  readonly json: Record<string, unknown>;
};

async function call(
  method: "GET" | "POST",
  path: string,
  { as = "analyst", body }: { as?: string; body?: unknown } = {},
): Promise<Answer> {
  const url = new URL(path, "http://plane.test");
  const spec = costApi.triggers[0].routes.find(
    (route) => route.method === method && matchPath(route, url.pathname) !== undefined,
  );
  const log = (message: string) => void logged.push(message);
  const handler = makeHandler({
    ...world,
    readerOf: async () => reportReader(digest),
    identity: { callerOf: async ({ subject }) => PEOPLE.get(subject) },
    log: { info: log, warn: log, error: log },
  });
  const event = httpEventOf(
    {
      method,
      url,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
      requestId: "r-1",
      claims: { sub: as },
    },
    spec === undefined ? {} : (matchPath(spec, url.pathname) ?? {}),
  );
  const answer = await handler(event, { getRemainingTimeInMillis: () => 30_000 } as Context);
  const text = answer.body ?? "";
  return {
    status: answer.statusCode ?? 200,
    text,
    headers: { ...answer.headers },
    json: text.startsWith("{") ? JSON.parse(text) : {},
  };
}

const make = (as = "analyst") => call("POST", "/v1/cost/reports", { as, body: { month: "2026-10" } });
const ID = "finance-monthly-2026-10-v1";

describe("making a report", () => {
  test("answers its totals as exact decimals, and 200 instead of 201 when there is nothing new to say", async () => {
    const first = await make();
    expect(first.status).toBe(201);
    expect(CostReportAnswer.safeParse(first.json).error).toBeUndefined();
    const { totals, reportId, state } = CostReportAnswer.parse(first.json);
    expect([reportId, state]).toEqual([ID, "FINAL"]);
    const [billed, ...parts] = [totals.billed, totals.workloads, totals.pools, totals.unallocated].map(
      (text) => parseMoney(text) ?? ZERO,
    );
    expect(sumMoney(parts)).toBe(billed);
    const again = await make();
    expect([again.status, again.json]).toEqual([200, first.json]);
  });

  test.each([
    { because: "no bill of it", body: { month: "2026-12" }, status: 409, says: "no bill of that month" },
    { because: "no month", body: { month: "2026-13" }, status: 422, says: "/month" },
    { because: "a field too many", body: { month: "2026-10", force: true }, status: 422, says: "force" },
    {
      because: "an unknown report",
      body: { month: "2026-10", report: "weekly" },
      status: 404,
      says: "monthly cost report",
    },
  ])("is refused with $status for $because", async ({ body, status, says }) => {
    const answer = await call("POST", "/v1/cost/reports", { body });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(says);
    expect((await world.reports.list({ limit: 9 })).items).toEqual([]);
  });

  test("is not for those who are neither finance nor operators", async () => {
    expect((await make("engineer")).status).toBe(403);
  });
});

describe("reading a report", () => {
  beforeEach(async () => {
    await make();
  });

  test("lists it by month", async () => {
    const listed = async (query: string) =>
      ((await call("GET", `/v1/cost/reports${query}`)).json["items"] as { reportId: string }[]).map(
        (each) => each.reportId,
      );
    expect(await listed("")).toEqual([ID]);
    expect(await listed("?month=2026-10")).toEqual([ID]);
    expect(await listed("?month=2026-09")).toEqual([]);
  });

  test("gives every file as it was written, and lets its page run nothing", async () => {
    const record = (await world.reports.find(ID))?.value;
    for (const { name, sha256 } of record?.files ?? []) {
      const file = await call("GET", `/v1/cost/reports/${ID}/files/${name}`);
      expect(digest(file.text), name).toBe(sha256);
      expect(file.headers["content-security-policy"]).toContain("default-src 'none'");
    }
    expect(record?.files).toHaveLength(5);
  });

  test("pages through the rows of a figure, which add up to the total it names", async () => {
    const amounts: string[] = [];
    let cursor: string | undefined;
    let total = "";
    do {
      const page = await call(
        "GET",
        `/v1/cost/reports/${ID}/rows?figure=billed${cursor === undefined ? "" : `&cursor=${cursor}`}`,
      );
      const answer = listCostReportRows.answers[200].parse(page.json);
      amounts.push(...answer.rows.map(({ amount }) => amount));
      ({ cursor, total } = answer);
    } while (cursor !== undefined);
    expect(amounts.length).toBeGreaterThan(400);
    expect(sumMoney(amounts.map((text) => parseMoney(text) ?? ZERO))).toBe(parseMoney(total));
    expect(total).toBe(CostReportAnswer.parse((await make()).json).totals.billed);
  });

  test("says what has no owner, with a guess and its evidence", async () => {
    const answer = listUnallocated.answers[200].parse((await call("GET", "/v1/cost/unallocated?month=2026-10")).json);
    const spill = answer.items.find(({ resource }) => resource === "arn:aws:s3:::tmp-lake-compaction-spill");
    expect(spill?.guess).toMatchObject({ owner: "lake-compaction", evidence: ['its name holds "lake-compaction"'] });
    expect(sumMoney([...answer.items, answer.others].map(({ amount }) => parseMoney(amount) ?? ZERO))).toBe(
      parseMoney(answer.total),
    );
  });

  test("gives the proof of every split", async () => {
    const proof = (await call("GET", `/v1/cost/reports/${ID}/proof`)).json;
    expect((proof["steps"] as { rule: string }[]).map(({ rule }) => rule)).toEqual(["support", "taxes"]);
  });

  test.each([
    "/v1/cost/reports/no-such-v1",
    `/v1/cost/reports/${ID}/files/..%2f..%2fetc%2fpasswd`,
    `/v1/cost/reports/${ID}/files/__proto__`,
    "/v1/cost/reports/%00/rows",
    "/v1/cost/unallocated?month=2019-01",
  ])("does not find %s", async (path) => {
    expect((await call("GET", path)).status).toBe(404);
  });
});

describe("signing off", () => {
  const signOff = (as: string, id = ID) => call("POST", `/v1/cost/reports/${id}/sign-off`, { as, body: {} });

  test("is for whom the report's document names, once, and again by the same person changes nothing", async () => {
    await make();
    expect((await signOff("analyst")).json).toMatchObject({ status: 403, needs: ["team:finance.lead"] });
    expect((await signOff("lead")).json["signedOff"]).toMatchObject({ by: "lead" });
    expect((await signOff("lead")).status).toBe(200);
    expect((await signOff("other-lead")).json).toMatchObject({
      status: 409,
      detail: expect.stringContaining("lead did so already"),
    });
  });

  test("waits until a draft is final", async () => {
    await world.takeIn({ ...october, lines: withoutInvoice(october.lines) });
    await make();
    expect((await signOff("lead")).json).toMatchObject({ status: 409, detail: expect.stringContaining("is a draft") });
  });

  test("is of the newest version only", async () => {
    await make();
    await world.takeIn({ ...october, lines: october.lines.slice(1) });
    await make();
    expect((await signOff("lead")).json).toMatchObject({
      status: 409,
      remedy: 'Sign off "finance-monthly-2026-10-v2"',
    });
  });
});

test("no input whatsoever is a fault", async () => {
  await make();
  const word = fc.oneof(fc.constantFrom("billed", ID, "2026-10", "..", "%", "__proto__"), fc.string({ maxLength: 12 }));
  const path = fc.oneof(
    fc.constantFrom(...COST_REPORT_CONTRACTS.map((contract) => contract.path)).chain((template) =>
      fc.array(word, { minLength: 2, maxLength: 2 }).map((words) => {
        let at = 0;
        return template.replaceAll(/\{\w+\}/g, () => encodeURIComponent(words[at++] ?? ""));
      }),
    ),
  );
  const query = fc.dictionary(fc.constantFrom("figure", "workload", "day", "cursor", "month", "x"), word, {
    maxKeys: 3,
  });
  const calls = fc.record({
    method: fc.constantFrom("GET" as const, "POST" as const),
    path,
    query,
    body: fc.jsonValue(),
  });
  await fc.assert(
    fc.asyncProperty(calls, async ({ method, path: at, query: asked, body }) => {
      const answer = await call(method, `${at}?${new URLSearchParams(asked)}`, method === "POST" ? { body } : {});
      expect(answer.status, `${at} ${JSON.stringify(asked)} ${answer.text}`).toBeLessThan(500);
    }),
    { numRuns: 30 },
  );
  expect((await call("GET", "/v1/cost/reports?cursor=no-cursor-of-ours")).json).toMatchObject({
    status: 400,
    pointer: "query:cursor",
  });
  expect(logged).toEqual([]);
});
