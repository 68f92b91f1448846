import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { cliIn, jsonOf } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

// A whole plane on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
afterAll(() => vi.resetConfig());

let plane: RunningTestPlane;
let cwd: string;
beforeAll(async () => {
  plane = await runningPlane();
});
afterAll(() => plane.close());
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "tollgate-plan-"));
  cpSync(resolve("infra/local/sample/governance"), join(cwd, "governance"), { recursive: true });
  return () => rmSync(cwd, { recursive: true, force: true });
});

const tollgate = (...words: readonly string[]) => cliIn({ cwd, env: { TOLLGATE_URL: plane.url } })(...words);

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(cwd, "governance", file);
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
}

type Made = {
  readonly plan: { readonly id: string; readonly held: readonly { readonly kind: string; readonly id: string }[] };
  readonly changes: readonly { readonly document: { readonly id: string }; readonly opensRequest: readonly string[] }[];
  readonly cellsMoved: readonly object[];
  readonly pastRequests: { readonly count: number; readonly examples: readonly { readonly id: string }[] };
  readonly takes: readonly { readonly money: string }[];
};

type Unallocated = {
  readonly unallocated: { readonly items: readonly { readonly resource?: string; readonly amount: string }[] };
};

describe("the sample company's repository in the plane's home", () => {
  const sample = () => plane.home.sampleFolder;

  test("is the whole of what was loaded, dated documents too: its plan has nothing to change", async () => {
    const told = await tollgate("plan", sample());
    expect(told).toMatchObject({ exit: 0, out: "Nothing changes\n" });
    expect(readFileSync(join(sample(), "policies/exemptions.yaml"), "utf8")).toMatch(/^until: \d{4}-\d{2}-\d{2}$/m);
    expect(await tollgate("check", sample())).toMatchObject({ exit: 0 });
  });

  test("can be edited and planned from", async () => {
    const copy = join(cwd, ".tollgate", "sample", "governance");
    cpSync(sample(), copy, { recursive: true });
    const file = join(copy, "teams/sales/data.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("title: Hourly load", "title: Load"));
    const made = jsonOf<Made>(await tollgate("plan", ".tollgate/sample/governance", "--json"));
    expect(made.changes.map(({ document }) => document.id)).toEqual(["orders-etl"]);
  });
});

describe("tollgate plan", () => {
  test("names the largest file where the plane takes no more", async () => {
    writeFileSync(join(cwd, "governance/teams/large.yaml"), `# ${"x".repeat(4_200_000)}\n`);
    expect(await tollgate("plan", "governance")).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/bytes, "teams\/large\.yaml" alone 4200003\. Cannot read the body: more than 4194304/),
    });
  });

  test("says what applies now, and writes nothing", async () => {
    edit("teams/sales/data.yaml", "title: Hourly load of orders into the lake", "title: Orders, hourly");
    const told = await tollgate("plan", "governance", "--json");
    expect(told.exit).toBe(0);
    expect(jsonOf<Made>(told).changes).toContainEqual(
      expect.objectContaining({
        document: { kind: "Workload", id: "orders-etl" },
        fields: [{ pointer: "/title", from: "Hourly load of orders into the lake", to: "Orders, hourly" }],
        opensRequest: [],
      }),
    );
    expect((await tollgate("plan", "governance")).out).toMatch(
      /^~ Workload orders-etl +title Hourly load of orders into the lake → Orders, hourly {2}applies now\n.*\nPlan (P-\w+) on revision \d+, good for 24 h: tollgate apply \1\n$/s,
    );
    expect((await tollgate("show", "Workload", "orders-etl")).out).toContain("Hourly load of orders into the lake");
  });

  test("says what opens a request, and which cells of who decides move", async () => {
    edit("access/company.yaml", /duration: \{max: 8h\}/, "duration: {max: 2d}");
    const made = jsonOf<Made>(await tollgate("plan", "governance", "--json"));
    expect(made.changes.find(({ document }) => document.id === "company")?.opensRequest).not.toEqual([]);
    expect(made.cellsMoved).toContainEqual(
      expect.objectContaining({ classification: "public", environment: "dev", access: "read", to: "by rule" }),
    );
    const { out } = await tollgate("plan", "governance");
    expect(out).toMatch(
      /^~ AccessPolicy company .*rules changes {2}opens a request \(who decides may change\): target\.owners, then /m,
    );
    expect(out).toMatch(/^ {4}\d+ cells move: .*read public in dev /m);
  });

  test("says which past requests it would have changed, and what a selector takes, to the last digit", async () => {
    const ask = [
      "--account",
      "data-prod",
      "--duration",
      "4h",
      "--justification",
      "Why the close of October was off",
      "--json",
    ];
    const { id } = jsonOf<{ id: string }>(
      await tollgate("access", "request", "--as", "ada.berg", "--dataset", "finance.ledger", ...ask),
    );
    await tollgate("access", "request", "--as", "jon.abel", "--dataset", "sales.orders", ...ask);
    edit("teams/finance/data.yaml", "classification: confidential", "classification: internal");
    edit(
      "teams/finance/data.yaml",
      "budget: 6400 USD",
      'budget: 6400 USD\nmatch: [{arn: "arn:aws:rds:eu-west-1:111122223333:db:finance-close-replica"}]',
    );
    const made = jsonOf<Made & { lookedAt: { month: string; pastRequests: number } }>(
      await tollgate("plan", "governance", "--json"),
    );
    expect(made.pastRequests).toMatchObject({ count: 1, examples: [{ id }] });
    expect(made.takes).toEqual([
      {
        from: "unallocated",
        to: "workload:finance-close",
        resources: expect.any(Number),
        money: expect.stringMatching(/^\d+\.\d+$/),
      },
    ]);
    // The bill of that month says the same, to the last digit.
    const out = join(cwd, "report");
    expect(await tollgate("cost", "report", "--month", made.lookedAt.month, "--out", out)).toMatchObject({ exit: 0 });
    const { unallocated } = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as Unallocated;
    const item = unallocated.items.find(({ resource }) => resource?.endsWith("finance-close-replica"));
    expect(made.takes[0]?.money).toBe(item?.amount);
    const told = (await tollgate("plan", "governance")).out;
    expect(told).toMatch(new RegExp(`^ {4}2 cells move: .*; 1 of ${made.lookedAt.pastRequests} past requests$`, "m"));
    expect(told).toMatch(/^~ Workload finance-close .*applies now: takes .*[\d.]+ USD of \w+ out of unallocated$/m);
  });

  test("names every problem by file, line and column, and ends with 1", async () => {
    edit("access/company.yaml", /approve: none/g, "approve: nobody");
    const told = await tollgate("plan", "governance");
    expect(told).toMatchObject({ exit: 1, out: "" });
    expect(told.err).toMatch(/^access\/company\.yaml:\d+:\d+ who Cannot read "nobody"/);
    expect(told.err).toMatch(/\nCannot plan: \d problems?\n$/);
    const json = await tollgate("plan", "governance", "--json");
    expect(JSON.parse(json.err)).toMatchObject({ status: 422, problems: [{ file: "access/company.yaml" }, {}] });
  });

  test.each([
    { path: "nowhere", exit: 2, says: "there is no such file or folder" },
    { path: "empty", exit: 2, says: "it holds no YAML file" },
    { path: "latin", exit: 1, says: "it is not UTF-8 text" },
  ])("of $path ends with $exit: $says", async ({ path, exit, says }) => {
    mkdirSync(join(cwd, "empty"));
    mkdirSync(join(cwd, "latin"));
    writeFileSync(join(cwd, "latin", "a.yaml"), new Uint8Array([0xe9, 0x20, 0xe9]));
    const told = await tollgate("plan", path);
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(says);
  });

  test("is for operators", async () => {
    expect(await tollgate("plan", "governance", "--as", "jon.abel")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("operator only"),
    });
  });
});

const WHY = ["--justification", "The auditor asked for it in September"] as const;

describe("tollgate apply", () => {
  test("applies a plan once, and refuses the one made before it", async () => {
    edit("teams/sales/data.yaml", "title: Hourly load of orders into the lake", "title: Orders by the hour");
    const [first, second] = [
      jsonOf<Made>(await tollgate("plan", "governance", "--json")),
      jsonOf<Made>(await tollgate("plan", "governance", "--json")),
    ];
    // Two plans are there: the letter alone means neither of them, and nothing is applied.
    const several = await tollgate("apply", "P-");
    expect(several).toMatchObject({ exit: 2, out: "" });
    expect(several.err).toContain(`${first.plan.id}  planned, by finn.hale`);
    expect(several.err).toContain(`${second.plan.id}  planned, by finn.hale`);
    expect((await tollgate(first.plan.id)).out).toContain(`tollgate apply ${first.plan.id}`);
    expect(jsonOf(await tollgate("apply", first.plan.id.slice(0, -1), "--json"))).toMatchObject({
      id: first.plan.id,
      state: "applied",
    });
    expect((await tollgate("show", "workload", "orders-etl")).out).toContain("Orders by the hour");
    expect(await tollgate("apply", first.plan.id)).toMatchObject({
      exit: 1,
      err: expect.stringContaining("it was applied"),
    });
    expect(await tollgate("apply", second.plan.id)).toMatchObject({
      exit: 1,
      err: expect.stringContaining("the catalogue moved"),
    });
    expect(await tollgate("apply", "P-nothing")).toMatchObject({ exit: 2 });
  });

  test("holds what loosens until those who are asked say yes; nobody decides on a change of their own", async () => {
    edit("access/company.yaml", /duration: \{max: 8h\}/, "duration: {max: 2d}");
    const { plan } = jsonOf<Made>(await tollgate("plan", "governance", "--json", "--as", "eva.lind"));
    expect(await tollgate("apply", plan.id, "--justification", "Needed", "--as", "eva.lind")).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/a justification of at least 30 characters, and this has 6[\s\S]*`--justification`/),
    });
    const applied = await tollgate("apply", plan.id, ...WHY, "--as", "eva.lind");
    expect(applied.out).toContain("pending  AccessPolicy company");
    expect(applied.out).toContain("Why: The auditor asked for it in September");
    expect((await tollgate("changes", "list")).out).toContain("AccessPolicy company");
    expect((await tollgate("changes", "show", plan.id.slice(0, -1))).out).toContain("pending  AccessPolicy company");
    const decide = (...words: readonly string[]) =>
      tollgate("changes", "decide", plan.id.slice(0, -1), "accesspolicy", "comp", ...words);
    expect(await decide()).toMatchObject({ exit: 2, err: expect.stringContaining("--approve or --reject") });
    expect(await decide("--reject")).toMatchObject({ exit: 2, err: expect.stringContaining("--note") });
    expect(await decide("--approve", "--as", "eva.lind")).toMatchObject({ exit: 1 });
    expect(
      await decide("--reject", "--note", "Not before the audit", "--as", "ida.noor", "--revision", "99"),
    ).toMatchObject({ exit: 1, err: expect.stringContaining("it is at revision") });
    const rejected = await decide("--reject", "--note", "Not before the audit", "--as", "ida.noor", "--json");
    expect(jsonOf(rejected)).toMatchObject({ held: [{ id: "company", state: "rejected" }] });
    expect((await tollgate("changes", "list")).out).toBe("Nothing waits\n");
  });

  test("puts it among what those who are asked have to decide, and nobody else, with when it lapses", async () => {
    edit("teams/sales/data.yaml", "budget: 400 USD", "budget: 500 USD");
    const { plan } = jsonOf<Made>(await tollgate("plan", "governance", "--json", "--as", "eva.lind"));
    await tollgate("apply", plan.id, ...WHY, "--as", "eva.lind");
    const mine = await tollgate("access", "todo", "--as", "ben.ito", "--wide");
    expect(mine.out).toMatch(
      new RegExp(
        `^${plan.id} +PENDING +eva\\.lind +Workload price-publisher: budget 400 USD → 500 USD +its budget goes up +asked since \\d{4}[-\\d]+T\\d\\d:\\d\\d +\\d{4}`,
        "m",
      ),
    );
    expect(mine.err).toContain("tollgate changes decide");
    expect(jsonOf(await tollgate("access", "todo", "--as", "ben.ito", "--json"))).toContainEqual(
      expect.objectContaining({
        id: plan.id,
        document: { kind: "Workload", id: "price-publisher" },
        effect: {
          short: "Workload price-publisher: budget 400 USD → 500 USD",
          sentence: "Once it is approved: Workload price-publisher: budget 400 USD → 500 USD (its budget goes up)",
        },
        lapsesAt: expect.any(String),
      }),
    );
    for (const other of ["eva.lind", "jon.abel"])
      expect((await tollgate("access", "todo", "--as", other)).out).not.toContain(plan.id);
  });
});

describe("tollgate show --explain", () => {
  type Explained = {
    readonly explain: readonly {
      readonly pointer: string;
      readonly value: unknown;
      readonly from: { readonly kind: string; readonly file?: string; readonly line?: number };
    }[];
  };
  const explained = async (...words: readonly string[]) =>
    jsonOf<Explained>(await tollgate("show", "Dataset", "sales.orders", "--explain", "--json", ...words)).explain;

  test("names file and line of every value, its own or inherited", async () => {
    const values = await explained("--governance", "governance");
    const lines = (file: string) => readFileSync(join(cwd, file), "utf8").split("\n");
    const title = values.find(({ pointer }) => pointer === "/title");
    expect(lines(title?.from.file ?? "")[(title?.from.line ?? 0) - 1]).toContain(String(title?.value));
    expect(values.find(({ from }) => from.kind === "Company")?.from.file).toBe("governance/tollgate.yaml");
  });

  test("names no line where the files say something else than what was applied", async () => {
    edit("tollgate.yaml", /^zone: .*/m, "zone: Europe/Lisbon");
    const inherited = (await explained("--governance", "governance")).filter(({ from }) => from.kind === "Company");
    expect(inherited).not.toHaveLength(0);
    expect(inherited.filter(({ from }) => from.line !== undefined)).toEqual([]);
  });

  test("is a table for people", async () => {
    expect((await tollgate("show", "dataset", "sales.orders", "--explain")).out).toMatch(/^VALUE OF +IS +FROM +IN\n/);
  });

  test("and show print lengths, money and parts as the files write them; --json has them exact", async () => {
    const policy = await tollgate("show", "AccessPolicy", "company");
    expect(policy.out).toContain('"pending": "1d"');
    const budget = (await tollgate("show", "Budget", "data-prod-account")).out;
    expect(budget).toMatch(/"amount": "\d+ USD"/);
    expect(budget).toMatch(/"at": "\d+%"/);
    expect(`${policy.out}${budget}`).not.toMatch(/\d{6}|attos/);
    const exact = jsonOf<{ document: object }>(await tollgate("show", "AccessPolicy", "company", "--json"));
    expect(exact.document).toMatchObject({ pending: 86_400_000 });
    const dataset = await tollgate("show", "Dataset", "sales.orders", "--explain");
    expect(dataset.out).toMatch(/^\/retention +\{"min":"30d","max":"400d"\} +Company/m);
  });

  test("of what there is not ends with 2 and says where to find it", async () => {
    const { exit, err } = await tollgate("show", "Dataset", "nope");
    expect(exit).toBe(2);
    expect(err).toMatch(/^Cannot find Dataset "nope": find it with tollgate /);
  });
});

describe("tollgate access table", () => {
  test("shows every cell of who decides, narrowed by what is asked", async () => {
    const all = jsonOf<readonly { environment: string }[]>(await tollgate("access", "table", "--json"));
    const prod = await tollgate("access", "table", "--environment", "prod", "--json");
    expect(jsonOf(prod)).toEqual(all.filter(({ environment }) => environment === "prod"));
    expect((await tollgate("access", "table", "--classification", "restricted")).out).toMatch(
      /^DATA +IN +TO +FOR +WHO DECIDES\nrestricted/,
    );
    expect((await tollgate("access", "table", "--environment", "moon")).out).toBe("No such cell\n");
    expect(await tollgate("access", "table", "--dataset", "nope")).toMatchObject({ exit: 2 });
  });
});
