import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RequestAnswer, RequestSummary } from "#shared/contracts/http/access-answers.ts";
import type { FindingAnswer } from "#shared/contracts/http/findings.ts";
import { cliIn, jsonOf, type Told } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

// A whole plane on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
afterAll(() => vi.resetConfig());

let plane: RunningTestPlane;
let first: RequestAnswer;
let second: RequestAnswer;
beforeAll(async () => {
  plane = await runningPlane();
  first = await asked("ada.berg");
  second = await asked("jon.abel");
});
afterAll(() => plane.close());

const tollgate = (...words: readonly string[]): Promise<Told> =>
  cliIn({ cwd: plane.home.folder, env: { TOLLGATE_URL: plane.url } })(...words);

const asked = async (person: string): Promise<RequestAnswer> =>
  jsonOf(
    await tollgate(
      ...["access", "request", "--as", person, "--dataset", "sales.orders", "--account", "data-prod"],
      ...["--duration", "4h", "--justification", "Why the October forecast was off", "--json"],
    ),
  );

/** The shortest beginning of an id that none of the others has. */
function beginning(id: string, others: readonly string[]): string {
  const length = [...id].findIndex((_, at) => at > 2 && !others.some((each) => each.startsWith(id.slice(0, at))));
  return length < 0 ? id : id.slice(0, length);
}

describe("a beginning that only one id has", () => {
  test("is the request, to read and to decide on, and the answer names it in full", async () => {
    const typed = beginning(first.id, [second.id]);
    const seen = await tollgate("access", "show", typed, "--as", "ben.ito");
    expect(seen).toMatchObject({ exit: 0, out: expect.stringContaining(`${first.id}  PENDING`) });
    expect(seen.err).toBe(`"${typed}" is ${first.id}: PENDING, ada.berg: ${first.effect.short}\n`);
    const decided = await tollgate("access", "decide", typed, "--as", "ben.ito", "--approve", "--json");
    expect(jsonOf(decided)).toMatchObject({ id: first.id, stages: [{ decisions: [{ person: "ben.ito" }] }, {}] });
    expect(jsonOf(await tollgate("access", "show", second.id, "--as", "ben.ito", "--json"))).toMatchObject({
      revision: second.revision,
      stages: [{ decisions: [] }, {}],
    });
  });

  test("is looked for among what the person may see, and nothing else", async () => {
    const typed = beginning(second.id, [first.id]);
    const told = await tollgate("access", "cancel", typed, "--as", "cleo.park");
    expect(told).toMatchObject({ exit: 2, out: "" });
    expect(told.err).toContain(`Cannot find request "${typed}": nothing you may see begins so`);
    expect(told.err).not.toContain("jon.abel");
    expect(jsonOf(await tollgate("access", "show", second.id, "--as", "jon.abel", "--json"))).toMatchObject({
      state: "PENDING",
    });
  });

  test.each([
    {
      because: "a dataset",
      words: [
        "access",
        "preview",
        "--dataset",
        "sales.or",
        "--duration",
        "4h",
        "--justification",
        "Why the October forecast was off",
        "--as",
        "ada",
      ],
      says: "sales.orders",
    },
    { because: "a policy", words: ["policy", "show", "core"], says: "core-tags  " },
    {
      because: "a policy that a list is narrowed to",
      words: ["findings", "list", "--policy", "core-t"],
      says: "core-tags tagging",
    },
    { because: "a document, by its kind", words: ["show", "workload", "orders-e"], says: '"orders-etl"' },
    {
      because: "a document of a kind that cannot be listed, whole",
      words: ["show", "Budget", "data-prod-account"],
      says: "USD",
    },
    { because: "a person who acts", words: ["whoami", "--as", "ben"], says: "ben.ito" },
  ])("is enough for $because", async ({ words, says }) => {
    const told = await tollgate(...words);
    expect(told).toMatchObject({ exit: 0, out: expect.stringContaining(says) });
  });

  test("is enough for a finding, and --json prints one document all the same", async () => {
    const all = jsonOf<readonly FindingAnswer[]>(await tollgate("findings", "list", "--json"));
    const [one, ...others] = all.map(({ id }) => id);
    const typed = beginning(one ?? "", others);
    expect(jsonOf(await tollgate("findings", "show", typed, "--json"))).toMatchObject({ id: one });
  });
});

describe("a beginning that several have", () => {
  test("is refused with the candidates, each with its sentence, and nothing is done", async () => {
    const told = await tollgate("access", "decide", "R-", "--as", "ida.noor", "--reject", "--note", "No");
    expect(told).toMatchObject({ exit: 2, out: "" });
    expect(told.err).toMatch(/^Cannot tell which request "R-" is; write enough of it that only one begins so:\n/);
    for (const { id, beneficiary, effect } of [first, second])
      expect(told.err).toContain(`  ${id}  PENDING, ${beneficiary}: ${effect.short}\n`);
    const left = jsonOf<readonly RequestSummary[]>(
      await tollgate("access", "list", "--all", "--as", "ida.noor", "--json"),
    );
    expect(left.map(({ state }) => state)).toEqual(["PENDING", "PENDING"]);
  });
});

describe("an id that is not known", () => {
  test.each([
    {
      because: "a policy",
      words: ["policy", "halt", "core-tgas", "--because", "Wrong buckets"],
      exit: 2,
      near: "core-tags",
    },
    { because: "a dataset", words: ["access", "table", "--dataset", "sales.oders"], exit: 2, near: "sales.orders" },
    { because: "a person", words: ["access", "list", "--as", "ben.itoo"], exit: 2, near: "ben.ito: Ben Ito" },
    { because: "a document", words: ["show", "Dataset", "slaes.orders"], exit: 2, near: "sales.orders" },
  ])("is answered with the nearest one: $because", async ({ words, exit, near }) => {
    const told = await tollgate(...words);
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(`did you mean ${near}`);
  });

  test("of the form of a whole one is asked for as it is, and the nearest is named all the same", async () => {
    const [one] = jsonOf<readonly FindingAnswer[]>(await tollgate("findings", "list", "--json"));
    const id = one?.id ?? "";
    const typo = `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`;
    const told = await tollgate("findings", "ack", typo, "--as", "finn.hale");
    expect(told).toMatchObject({ exit: 2, out: "" });
    expect(told.err).toContain(`did you mean ${id}: `);
    expect(told.err).not.toContain("GET /v1");
  });

  test("of a filter is taken as it is, since the policy may be gone, and the nearest is told", async () => {
    const told = await tollgate("findings", "list", "--policy", "core-tgas");
    expect(told).toMatchObject({ exit: 0, out: "Nothing found\n" });
    expect(told.err).toMatch(/^No policy is called "core-tgas" now; did you mean core-tags: /);
  });

  test("with nothing near says where to find it", async () => {
    const told = await tollgate("access", "show", "R-000000000", "--as", "ben.ito");
    expect(told).toMatchObject({ exit: 2, err: expect.stringContaining("find it with tollgate access list, or todo") });
  });
});
