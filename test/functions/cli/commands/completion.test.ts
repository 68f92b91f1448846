import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RequestAnswer } from "#shared/contracts/http/access-answers.ts";
import { cliIn, jsonOf } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

// A whole plane on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
afterAll(() => vi.resetConfig());

/** Nobody listens on port 1. */
const NOWHERE = { TOLLGATE_URL: "http://127.0.0.1:1" };

type Offered = { readonly ids: readonly string[]; readonly says: ReadonlyMap<string, string>; readonly last: string };

async function offered(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Offered> {
  const told = await cliIn({ cwd: "/", env, answers: [] })("complete", "--", ...words);
  expect(told).toMatchObject({ exit: 0, err: "" });
  const lines = told.out.split("\n").slice(0, -1);
  const pairs = lines.slice(0, -1).map((line) => line.split("\t") as [string, string]);
  return { ids: pairs.map(([id]) => id), says: new Map(pairs), last: lines.at(-1) ?? "" };
}

/** The script of a shell, whoever writes it. */
async function scriptOf(shell: string): Promise<string> {
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const told = await cliIn()("completion", shell);
  const text = [...printed.mock.calls.flat(), told.out].join("\n");
  printed.mockRestore();
  expect(told).toMatchObject({ exit: 0, err: "" });
  return text;
}

describe("tollgate completion", () => {
  test.each([
    { shell: "bash", says: /^complete .*-F \S+ tollgate$/m },
    { shell: "zsh", says: /#compdef tollgate/ },
    { shell: "fish", says: /complete .*-c tollgate/ },
    { shell: "powershell", says: /Register-ArgumentCompleter[\s\S]*tollgate/ },
  ])("prints the script for $shell", async ({ shell, says }) => {
    expect(await scriptOf(shell)).toMatch(says);
  });

  test.each(["bash", "zsh", "fish"])(
    "for %s calls this very program, wherever one is, and completes npx",
    async (shell) => {
      const script = await scriptOf(shell);
      expect(script).toContain(`'${process.execPath}' '`);
      expect(script).toContain("functions/cli/main.ts' complete --");
      expect(script).toMatch(/npx/);
    },
  );

  test("names the shells it knows when asked for another", async () => {
    const { exit, err } = await cliIn()("completion", "tcsh");
    expect(exit).toBe(2);
    expect(err).toContain("bash, zsh, fish, powershell");
  });
});

describe("what Tab offers without a plane", () => {
  test.each([
    { typed: ["fin"], offers: "findings", because: "nouns" },
    { typed: ["access", "req"], offers: "request", because: "the verbs of a noun" },
    { typed: ["policy", "plan", "--js"], offers: "--json", because: "flags that all commands take" },
    { typed: ["findings", "list", "--state", "RE"], offers: "REOPENED", because: "the words a flag takes" },
    { typed: ["findings", "list", "--state=RE"], offers: "REOPENED", because: "the same, joined to its flag" },
    { typed: ["findings", "list", "--state", "=", "RE"], offers: "REOPENED", because: "the same, as bash splits it" },
    { typed: ["findings", "list", "--state", "="], offers: "OPEN", because: "the same, with nothing typed yet" },
    { typed: ["policy", "kill-switch", "o"], offers: "off", because: "the words an argument takes" },
    { typed: ["show", "Work"], offers: "Workload", because: "kinds of document" },
    { typed: ["completion", "z"], offers: "zsh", because: "shells" },
    { typed: ["tollgate", "access", "req"], offers: "request", because: "called by npx tollgate" },
    { typed: ["run", "tollgate", "--", "access", "req"], offers: "request", because: "called by npm run tollgate --" },
  ])("after $typed is $offers among others: $because", async ({ typed, offers }) => {
    expect((await offered(NOWHERE, ...typed)).ids).toContain(offers);
  });

  test.each([
    { because: "no plane answers", env: NOWHERE },
    { because: "no plane is near", env: { TOLLGATE_HOME: "/nowhere" } },
    { because: "its address is none", env: { TOLLGATE_URL: "::" } },
  ])("is silence where ids would stand and $because", async ({ env }) => {
    expect(await offered(env, "access", "show", "R-")).toMatchObject({ ids: [], last: ":4" });
  });

  test("is silence, soon, where a plane does not answer in time", async () => {
    const server: Server = createServer(() => undefined);
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const env = { TOLLGATE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const before = Date.now();
    expect((await offered(env, "access", "show", "")).ids).toEqual([]);
    expect(Date.now() - before).toBeLessThan(5_000);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  test.each([
    { typed: ["cost", "ingest", ""], last: ":0", because: "a path stands there" },
    { typed: ["policy", "judge", "--events", ""], last: ":0", because: "a file is a flag's value" },
    { typed: ["access", "show", ""], last: ":4", because: "no file is an id" },
  ])("is files after $typed or not ($last): $because", async ({ typed, last }) => {
    expect((await offered(NOWHERE, ...typed)).last).toBe(last);
  });
});

describe("whatever stands on the line", () => {
  const words = [
    "access",
    "show",
    "policy",
    "--state",
    "--as",
    "--",
    "=",
    "-",
    "--json",
    "R-",
    "tollgate",
    "run",
    "cost",
  ];
  const junk = fc.string({
    unit: fc.constantFrom("a", "=", "-", " ", "é", "\u001b", "$", '"', "'", "\n"),
    maxLength: 5,
  });

  test("Tab answers lines of a candidate and a sentence and the directive last, and never an error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.constantFrom(...words), junk), { maxLength: 6 }), async (typed) => {
        const { out, err, exit } = await cliIn({ env: NOWHERE })("complete", "--", ...typed);
        expect({ exit, err }).toEqual({ exit: 0, err: "" });
        expect(out).toMatch(/^([A-Za-z0-9-][\w.:@/+-]*\t[^\t\n\p{Cc}]*\n)*:[04]\n$/u);
      }),
      { numRuns: 150 },
    );
  });
});

describe("what Tab offers from a running plane", () => {
  let plane: RunningTestPlane;
  let request: RequestAnswer;
  const tab = (...words: readonly string[]) => offered({ TOLLGATE_URL: plane.url }, ...words);
  const tollgate = (...words: readonly string[]) =>
    cliIn({ cwd: plane.home.folder, env: { TOLLGATE_URL: plane.url } })(...words);

  beforeAll(async () => {
    plane = await runningPlane();
    const ask = ["--dataset", "sales.orders", "--duration", "2h", "--justification", "Features for the forecast"];
    request = jsonOf(
      await tollgate("access", "request", "--as", "jon.abel", "--account", "data-dev", ...ask, "--json"),
    );
    await tollgate("access", "wait", request.id, "--as", "jon.abel");
    await tollgate("policy", "plan", "core-tags");
    await tollgate("cost", "report", "--month", plane.month, "--as", "cleo.park");
  });
  afterAll(() => plane.close());

  test("is a request with its sentence, for whoever may see it and nobody else", async () => {
    const { ids, says, last } = await tab("access", "show", "--as", "jon.abel", "R-");
    expect(ids).toEqual([request.id]);
    expect(says.get(request.id)).toMatch(/^ACTIVE, jon\.abel: list and read files .*/);
    expect(last).toBe(":4");
    expect((await tab("access", "show", "--as", "ada.berg", "R-")).ids).toEqual([]);
    expect((await tab("access", "show", "R-", "--as", "ada.berg")).ids).toEqual(["ada.berg"]);
  });

  test.each([
    {
      of: "grants",
      typed: ["access", "evidence", "--as", "jon.abel", ""],
      id: /^G-\w+-1$/,
      says: /^ACTIVE, jon\.abel: sales\.orders in \d{12}$/,
    },
    { of: "findings", typed: ["findings", "ack", "F-"], id: /^F-\w{12}$/, says: /^(low|medium|high|critical), OPEN, / },
    { of: "policies", typed: ["policy", "halt", "core"], id: /^core-tags$/, says: /enforce$/ },
    {
      of: "plans of a policy",
      typed: ["policy", "promote", "core-tags", "--plan", ""],
      id: /^P-\w+$/,
      says: /^core-tags: Enforcing would change/,
    },
    { of: "datasets", typed: ["access", "request", "--dataset", "sales."], id: /^sales\.orders$/, says: /orders/ },
    { of: "templates", typed: ["access", "request", "--template", ""], id: /^s3-prefix-read$/, says: /^to read$/ },
    { of: "accounts", typed: ["access", "request", "--account", "data-p"], id: /^data-prod$/, says: /^prod$/ },
    { of: "people", typed: ["access", "list", "--as", "b"], id: /^ben\.ito$/, says: /^Ben Ito$/ },
    { of: "people to ask for", typed: ["access", "request", "--for", "li"], id: /^liv\.sand$/, says: /^Liv Sand$/ },
    { of: "documents of a kind", typed: ["show", "workload", "orders"], id: /^orders-etl$/, says: /orders/ },
    {
      of: "reports",
      typed: ["cost", "rows", "finance"],
      id: /^finance-monthly-\d{4}-\d\d-v1$/,
      says: /^\d{4}-\d\d, \w+, [\d.]+ USD$/,
    },
    { of: "months", typed: ["cost", "report", "--month", "20"], id: /^\d{4}-\d\d$/, says: /report|last whole month/ },
  ])("are $of, each with a sentence", async ({ typed, id, says }) => {
    const { ids, says: sentences } = await tab(...typed);
    expect(ids).toContainEqual(expect.stringMatching(id));
    expect(sentences.get(ids.find((each) => id.test(each)) ?? "")).toMatch(says);
    expect(ids.every((each) => each.startsWith(typed.at(-1) ?? ""))).toBe(true);
  });

  test("is completed by bash itself: sentences beside several, the id alone where there is one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tollgate-bash-"));
    writeFileSync(join(folder, "completion.bash"), await scriptOf("bash"));
    const press = async (...words: readonly string[]): Promise<readonly string[]> => {
      const lines = [
        // Twice, as a start-up file that is read again does.
        "source ./completion.bash; source ./completion.bash",
        `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; COMP_TYPE=63; COLUMNS=120`,
        `$(complete -p ${words[0]} | sed 's/.*-F \\([^ ]*\\).*/\\1/') ${words[0]}`,
        `printf "%s\\n" "\${COMPREPLY[@]}"`,
      ];
      const env = { PATH: process.env["PATH"], TOLLGATE_URL: plane.url, TOLLGATE_AS: "jon.abel" };
      // The plane runs in this process: it must go on answering.
      const ran = await promisify(execFile)("bash", ["--norc", "-c", lines.join("\n")], {
        cwd: folder,
        env,
        timeout: 20_000,
      });
      expect(ran.stderr).toBe("");
      return ran.stdout.split("\n").slice(0, -1);
    };
    // Tab is silent where the plane does not answer in time, as on a busy computer: then one presses it again.
    const pressed = async (...words: readonly string[]): Promise<readonly string[]> => {
      for (;;) {
        const offers = await press(...words);
        if (offers.some((offer) => offer !== "")) return offers;
      }
    };
    expect(await pressed("tollgate", "access", "show", "R-")).toEqual([request.id]);
    expect(await pressed("npx", "tollgate", "access", "show", "R-")).toEqual([request.id]);
    expect(await pressed("npm", "run", "tollgate", "--", "access", "show", "R-")).toEqual([request.id]);
    expect(await pressed("tollgate", "policy", "show", "")).toContainEqual(
      expect.stringMatching(/^core-tags +\(.+\)$/),
    );
    rmSync(folder, { recursive: true });
  });
});
