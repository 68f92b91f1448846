import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { FindingAnswer } from "#shared/contracts/http/findings.ts";
import type { ActionAnswer, PlanAnswer } from "#shared/contracts/http/policy-answers.ts";
import { cliIn, jsonOf } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";
import { scriptedEndpoint } from "#test/support/scripted-endpoint.ts";

const BUCKET = "arn:aws:s3:::eva-notes";

// A whole plane on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
afterAll(() => vi.resetConfig());

let plane: RunningTestPlane;
beforeAll(async () => {
  plane = await runningPlane();
});
afterAll(() => plane.close());

const tollgate = (...words: readonly string[]) => cliIn({ env: { TOLLGATE_URL: plane.url } })(...words);
const answering = (...answers: readonly string[]) => cliIn({ env: { TOLLGATE_URL: plane.url }, answers });
const planOf = async (policy: string) =>
  jsonOf<PlanAnswer>(await tollgate("policy", "plan", policy, "--json", "--as", "eva.lind"));
const actionsOn = async (resource: string) =>
  jsonOf<readonly ActionAnswer[]>(await tollgate("policy", "actions", "--json")).filter(
    (action) => action.resource === resource,
  );

describe("what policies find", () => {
  test("is listed for scripts to its end, with the fields they rely on, without --as", async () => {
    const told = await tollgate("findings", "list", "--json");
    expect(told).toMatchObject({ exit: 0, err: "" });
    const findings = jsonOf<readonly FindingAnswer[]>(told);
    expect(findings.length).toBeGreaterThan(60);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    expect(findings[0]).toMatchObject({
      id: expect.stringMatching(/^F-/),
      policy: expect.any(String),
      rule: expect.any(String),
      resource: expect.stringMatching(/^arn:/),
      state: "OPEN",
      owner: expect.any(String),
      firstSeen: expect.any(String),
      repeats: expect.any(Number),
    });
  });

  test.each([
    { words: ["--severity", "high.."], keeps: ({ severity }: FindingAnswer) => /high|critical/.test(severity) },
    { words: ["--severity", "..medium"], keeps: ({ severity }: FindingAnswer) => /low|medium/.test(severity) },
    { words: ["--severity", "medium"], keeps: ({ severity }: FindingAnswer) => severity === "medium" },
    { words: ["--policy", "core-tags"], keeps: ({ policy }: FindingAnswer) => policy === "core-tags" },
    { words: ["--state", "open"], keeps: ({ state }: FindingAnswer) => state === "OPEN" },
    { words: ["--mine", "--as", "dan.moss"], keeps: ({ owner }: FindingAnswer) => owner === "team:finance" },
  ])("is narrowed by $words", async ({ words, keeps }) => {
    const all = jsonOf<readonly FindingAnswer[]>(await tollgate("findings", "list", "--json"));
    const some = jsonOf<readonly FindingAnswer[]>(await tollgate("findings", "list", "--json", ...words));
    expect(some.map(({ id }) => id)).toEqual(all.filter(keeps).map(({ id }) => id));
    expect(some).not.toHaveLength(0);
  });

  test("is shown, taken in hand by whoever it belongs to, and by nobody else", async () => {
    const [finding] = jsonOf<readonly FindingAnswer[]>(
      await tollgate("findings", "list", "--mine", "--as", "dan.moss", "--json"),
    );
    const id = finding?.id ?? "";
    expect((await tollgate("findings", "show", id)).out).toContain("Owner: team:finance");
    const refused = await tollgate("findings", "ack", id, "--as", "ada.berg");
    expect(refused).toMatchObject({ exit: 1, out: "" });
    expect(refused.err).toBe(`Cannot acknowledge finding "${id}": it is of team:finance\n`);
    expect(jsonOf(await tollgate("findings", "ack", id, "--as", "dan.moss", "--json"))).toMatchObject({
      id,
      state: "ACKNOWLEDGED",
      acknowledgedBy: "dan.moss",
    });
  });

  test("is not agreed to by whom nobody asks, nor without a yes", async () => {
    const [finding] = jsonOf<readonly FindingAnswer[]>(
      await tollgate("findings", "list", "--policy", "log-retention", "--json"),
    );
    const id = finding?.id ?? "";
    expect(await tollgate("findings", "approve", id)).toMatchObject({ exit: 2, err: expect.stringContaining("--yes") });
    expect(await answering("n")("findings", "approve", id)).toMatchObject({ exit: 1 });
    expect(await tollgate("findings", "approve", id, "--yes", "--as", "ada.berg")).toMatchObject({ exit: 1 });
  });

  test("of an id that is none ends with 2, with problem+json on stderr under --json", async () => {
    const told = await tollgate("findings", "show", "F-000000000000", "--json");
    expect(told).toMatchObject({ exit: 2, out: "" });
    expect(JSON.parse(told.err)).toMatchObject({ status: 404, detail: 'Cannot find finding "F-000000000000"' });
  });
});

describe("a plan", () => {
  test("comes whole, says what it would change, and how to go on", async () => {
    const plan = await planOf("core-tags");
    expect(plan).not.toHaveProperty("cursor");
    expect(plan.entries.filter(({ will }) => will === "change")).toHaveLength(plan.counts.change);
    const { out } = await tollgate("policy", "plan", "core-tags");
    expect(out).toMatch(/^Enforcing would change \d+ of \d+ resources now/);
    expect(out).toMatch(
      new RegExp(`tollgate policy promote core-tags --plan P-\\w+ --expect ${plan.counts.change}\\n`),
    );
  });

  test.each([
    { as: "ada.berg", policy: "core-tags", exit: 1, says: "open to operator or security only" },
    { as: "eva.lind", policy: "no-such", exit: 2, says: 'Cannot find policy "no-such": find it with tollgate policy' },
  ])("of $policy by $as ends with $exit: $says", async ({ as, policy, exit, says }) => {
    const told = await tollgate("policy", "plan", policy, "--as", as);
    expect(told).toMatchObject({ exit, out: "", err: expect.stringContaining(says) });
  });
});

describe("promotion", () => {
  test("rests on a plan of that policy: the plan of another is none of its", async () => {
    const { id } = await planOf("log-retention");
    const told = await tollgate("policy", "promote", "core-tags", "--plan", id, "--expect", "1", "--as", "eva.lind");
    expect(told).toMatchObject({ exit: 2, out: "", err: expect.stringContaining(`Cannot find plan "${id}"`) });
  });

  test("wants the number the plan says", async () => {
    const { id, counts } = await planOf("core-tags");
    const base = ["policy", "promote", "core-tags", "--plan", id, "--as", "eva.lind"];
    const missing = await tollgate(...base);
    expect(missing).toMatchObject({ exit: 2, err: expect.stringContaining("Enforcing would change") });
    expect(missing.err).toContain("--expect");
    expect(await tollgate(...base, "--expect", "many")).toMatchObject({ exit: 2 });
    expect(await answering("many")(...base)).toMatchObject({ exit: 2 });
    const other = await tollgate(...base, "--expect", String(counts.change + 1));
    expect(other).toMatchObject({ exit: 1, err: expect.stringContaining(`the plan has ${counts.change}`) });
    expect((await tollgate("policy", "list", "--json")).out).toContain('"enforcing": false');
  });

  test("typed at a terminal lets the policy write; what it wrote is listed, undone once, and halted", async () => {
    const { id, counts } = await planOf("core-tags");
    const typed = answering(String(counts.change));
    const promoted = await typed("policy", "promote", "core-tags", "--plan", id, "--as", "eva.lind");
    expect(promoted).toMatchObject({ exit: 0, out: expect.stringContaining("tollgate policy halt core-tags") });

    const input = JSON.stringify({ bucket: "eva-notes" });
    expect(await tollgate("sandbox", "do", "s3:CreateBucket", "--input", input, "--as", "eva.lind")).toMatchObject({
      exit: 0,
    });
    await tollgate("sandbox", "advance", "10m", "--json");
    const [written] = await actionsOn(BUCKET);
    expect(written).toMatchObject({ policy: "core-tags", state: "DONE" });

    const alone = await tollgate(written?.id ?? "");
    expect(alone).toMatchObject({ exit: 0, out: expect.stringContaining(`Written by policy core-tags on plan ${id}`) });
    expect((await tollgate(id)).out).toMatch(/^Enforcing would change \d+ of \d+ resources now/);
    expect(jsonOf(await tollgate("policy", "show", id.slice(0, -1), "--json"))).toMatchObject({ id });

    const before = await tollgate("policy", "undo", written?.id ?? "", "--dry-run");
    expect(before.err).toContain(`Would take back on ${written?.type} ${written?.name}: ${written?.changes[0]}`);
    const undone = await tollgate("policy", "undo", written?.id ?? "", "--as", "eva.lind", "--json");
    expect(undone.exit).toBe(0);
    expect(jsonOf(undone)).toMatchObject({ action: { undoes: written?.id, state: "DONE" }, waitsFor: [] });
    const after = await tollgate("policy", "undo", written?.id ?? "", "--dry-run");
    expect(after.err).toContain("Nothing would change: A-");
    const others = jsonOf<readonly ActionAnswer[]>(await tollgate("policy", "actions", "--json"));
    const other = others.find(({ undoes, undoneBy }) => undoes === undefined && undoneBy === undefined)?.id ?? "";
    expect(await tollgate("policy", "undo", other, "--as", "ada.berg")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("that is for an operator to begin"),
    });
    expect(await tollgate("policy", "undo", "A-000000000000")).toMatchObject({ exit: 2 });

    expect(jsonOf(await tollgate("policy", "halt", "core-tags", "--because", "Looks wrong", "--json"))).toMatchObject({
      enforcing: false,
      halted: { because: "Looks wrong", by: "finn.hale" },
    });
    expect(await tollgate("policy", "resume", "core-tags")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("it was halted by finn.hale: Looks wrong"),
    });
    expect(jsonOf(await tollgate("policy", "resume", "core-tags", "--yes", "--json"))).toMatchObject({
      enforcing: true,
    });
    expect((await tollgate("policy", "show", "core-tags")).out).toContain(`on plan ${id}`);
  });
});

describe("the kill switch", () => {
  test("goes on without a question and off only with a yes", async () => {
    const set = (...words: readonly string[]) => tollgate("policy", "kill-switch", ...words);
    expect((await set()).out).toBe("Policies may write\n");
    expect(jsonOf(await set("on", "--because", "INC-77", "--json"))).toMatchObject({ on: true, because: "INC-77" });
    expect(await set("off", "--because", "INC-77 is over")).toMatchObject({ exit: 2 });
    expect(await set("off", "--because", "INC-77 is over", "--yes")).toMatchObject({ exit: 0 });
    expect(await set("--because", "INC-77")).toMatchObject({ exit: 2 });
    expect(await set("on", "--because", "no", "--as", "ada.berg")).toMatchObject({ exit: 1 });
  });
});

describe("--dry-run", () => {
  test.each([
    { words: ["halt", "core-tags", "--because", "Looks wrong"], would: "POST /v1/policies/core-tags/halt" },
    { words: ["resume", "core-tags"], would: "POST /v1/policies/core-tags/resumption" },
    { words: ["kill-switch", "on", "--because", "INC-77"], would: "PUT /v1/kill-switch" },
    { words: ["kill-switch", "off", "--because", "INC-77"], would: "PUT /v1/kill-switch" },
    { words: ["undo", "A-000000000000"], would: "POST /v1/actions/A-000000000000/undo" },
  ])("of $words says what would be sent, asks nothing, and changes nothing", async ({ words, would }) => {
    const before = await tollgate("policy", "list", "--json");
    const told = await tollgate("policy", ...words, "--dry-run");
    expect(told).toMatchObject({ exit: 0, err: "", out: expect.stringContaining(`Would send ${would} {`) });
    expect(await tollgate("policy", "list", "--json")).toEqual(before);
    expect((await tollgate("policy", "kill-switch", "--json")).out).toContain('"on": false');
  });
});

test("coverage says which accounts of the organization nobody governs, and that it could not be read since", async () => {
  const ungoverned = [{ account: "444455556666", name: "lab", ou: "/Lab", environment: "dev" }];
  const organization = { readAt: "2026-11-23T08:00:00.000Z", unreadable: "Throttling: later", accounts: 2, ungoverned };
  const { url } = await scriptedEndpoint([{ status: 200, body: { shards: [], pending: [], organization } }]);
  const told = await cliIn({ env: { TOLLGATE_URL: url, TOLLGATE_TOKEN: "of-the-test" } })("policy", "coverage");
  expect([told.exit, told.err]).toEqual([
    0,
    "The organization cannot be read (read last at 2026-11-23T08:00): Throttling: later\nAccount 444455556666 of the organization (lab, in /Lab) is not governed\n",
  ]);
});

test("coverage says how each type is seen, and all of it under --json", async () => {
  expect((await tollgate("policy", "coverage")).out).toMatch(/^ACCOUNT +REGION +TYPE +SWEPT/);
  expect(jsonOf(await tollgate("policy", "coverage", "--json"))).toMatchObject({
    shards: expect.any(Array),
    pending: expect.any(Array),
  });
});
