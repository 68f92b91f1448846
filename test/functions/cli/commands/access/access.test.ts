import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CatalogEntry, RequestAnswer, RequestSummary } from "#shared/contracts/http/access-answers.ts";
import { cliIn, jsonOf, type Told } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

const OBJECT = "arn:aws:s3:::brightwater-sales-prod/orders/2026/10/part-0001.csv";

// A whole plane on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
afterAll(() => vi.resetConfig());

let plane: RunningTestPlane;
beforeAll(async () => {
  plane = await runningPlane();
});
afterAll(() => plane.close());

const tollgate = (...words: readonly string[]) =>
  cliIn({ cwd: plane.home.folder, env: { TOLLGATE_URL: plane.url } })(...words);

const asking = (person: string, ...words: readonly string[]): Promise<Told> =>
  tollgate(
    ...["access", "request", "--as", person, "--dataset", "sales.orders", "--template", "s3-prefix-read"],
    ...["--account", "data-prod", "--duration", "4h", "--justification", "Why the October forecast was off"],
    ...words,
  );
const asked = async (person: string): Promise<RequestAnswer> => jsonOf(await asking(person, "--json"));
const shown = async (id: string, person: string): Promise<RequestAnswer> =>
  jsonOf(await tollgate("access", "show", id, "--as", person, "--json"));
const decided = (id: string, person: string, ...words: readonly string[]): Promise<Told> =>
  tollgate("access", "decide", id, "--as", person, ...words);
const trying = async (person: string): Promise<boolean> =>
  jsonOf<{ allowed: boolean }>(await tollgate("sandbox", "try", "--as", person, "s3:GetObject", OBJECT, "--json"))
    .allowed;

/** A request of a person, approved by an owner and by security. */
async function granted(person: string): Promise<RequestAnswer> {
  const { id } = await asked(person);
  for (const approver of ["ben.ito", "ida.noor"])
    expect(await decided(id, approver, "--approve", "--note", "Fine", "--json")).toMatchObject({ exit: 0, err: "" });
  return shown(id, person);
}

describe("people and the catalogue", () => {
  test("are listed without --as", async () => {
    const people = jsonOf<readonly object[]>(await tollgate("people", "--json"));
    expect(people.length).toBeGreaterThanOrEqual(12);
    expect(people[0]).toEqual({ id: expect.any(String), name: expect.any(String), groups: expect.any(Array) });
    expect((await tollgate("people")).out).toMatch(/^ID +NAME +GROUPS\n/);
  });

  test("say what may be asked for", async () => {
    const entries = jsonOf<readonly CatalogEntry[]>(await tollgate("access", "catalog", "--as", "ada.berg", "--json"));
    expect(entries).toContainEqual(
      expect.objectContaining({
        dataset: "sales.orders",
        template: "s3-prefix-read",
        account: "data-prod",
        environment: "prod",
        classification: "restricted",
        mayRequest: true,
        maxDuration: expect.any(String),
      }),
    );
    const narrowed = await tollgate("access", "catalog", "--as", "ada.berg", "--environment", "dev", "--json");
    expect(jsonOf<readonly CatalogEntry[]>(narrowed).every(({ environment }) => environment === "dev")).toBe(true);
  });
});

describe("access", () => {
  test("is asked for, decided by two, used, and ends by itself; the proof is shown", async () => {
    expect(
      (
        await tollgate(
          "access",
          "preview",
          "--as",
          "jon.abel",
          "--dataset",
          "sales.orders",
          "--account",
          "data-prod",
          "--duration",
          "4h",
          "--justification",
          "Why the October forecast was off",
        )
      ).out,
    ).toMatch(/^jon\.abel will be able to list and read files/);
    const request = await asked("jon.abel");
    expect(request).toMatchObject({
      id: expect.stringMatching(/^R-/),
      state: "PENDING",
      revision: 1,
      approvers: expect.arrayContaining(["ben.ito"]),
      effect: { sentence: expect.any(String) },
    });
    expect(await trying("jon.abel")).toBe(false);
    const { id } = request;
    expect(await decided(id, "jon.abel", "--approve")).toMatchObject({ exit: 1, out: "" });
    expect((await tollgate("access", "todo", "--as", "ben.ito")).out).toContain(id);
    expect(jsonOf(await decided(id, "ben.ito", "--approve", "--note", "Fine", "--json"))).toMatchObject({
      id,
      state: "PENDING",
      revision: expect.any(Number),
    });
    expect(await decided(id, "ida.noor", "--approve", "--revision", "1")).toMatchObject({ exit: 1 });
    expect(jsonOf(await decided(id, "ida.noor", "--approve", "--note", "Fine", "--json"))).toMatchObject({ id });
    const { state, grants, events } = await shown(id, "jon.abel");
    expect({ state, grants }).toMatchObject({
      state: "ACTIVE",
      grants: [
        {
          id: expect.stringMatching(/^G-/),
          state: "ACTIVE",
          notBefore: expect.any(String),
          expiresAt: expect.any(String),
          allows: [{ actions: expect.any(Array), resources: expect.any(Array) }, {}, {}],
          evidence: expect.arrayContaining([expect.objectContaining({ kind: "present" })]),
        },
      ],
    });
    expect(events).not.toHaveLength(0);
    expect(await trying("jon.abel")).toBe(true);
    const credentials = await tollgate("access", "credentials", id, "--as", "jon.abel");
    expect(jsonOf(credentials)).toMatchObject({ Version: 1, SecretAccessKey: expect.any(String) });
    const use = await tollgate("access", "use", id, "--as", "jon.abel");
    const [profile, line = ""] = use.out.split("\ncredential_process = ");
    expect(profile).toMatch(/^\[profile g-.+\]$/);
    // As the AWS CLI runs it: from a folder where no plane and no program is near.
    const run = await promisify(execFile)("/bin/sh", ["-c", line], {
      cwd: tmpdir(),
      env: { PATH: process.env["PATH"] },
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ Version: 1, SecretAccessKey: expect.any(String) });
    expect((await tollgate("status", "--as", "jon.abel")).out).toContain("1 active\n  G-");
    expect(jsonOf(await tollgate("sandbox", "advance", "4h", "--json"))).toEqual({ now: expect.any(String) });
    expect(await trying("jon.abel")).toBe(false);
    const evidence = await tollgate("access", "evidence", grants[0]?.id ?? "", "--as", "gwen.ross");
    expect(evidence.out).toMatch(/read back: present.*read back: absent/s);
    expect(await tollgate("access", "credentials", id, "--as", "jon.abel")).toMatchObject({ exit: 1, out: "" });
  });

  test("is waited for until it is active, or never will be", async () => {
    const { id } = await asked("liv.sand");
    const waiting = tollgate("access", "wait", id, "--as", "liv.sand", "--json");
    expect(await decided(id, "ben.ito", "--approve")).toMatchObject({ exit: 0 });
    expect(await decided(id, "hugo.vass", "--approve")).toMatchObject({ exit: 0 });
    const told = await waiting;
    expect(told).toMatchObject({ exit: 0, err: expect.stringContaining(`${id} is PENDING…`) });
    expect(jsonOf(told)).toMatchObject({ id, state: "ACTIVE" });
    await tollgate("access", "give-back", id, "--as", "liv.sand");
    expect(await tollgate("access", "wait", id, "--as", "liv.sand")).toMatchObject({ exit: 1 });
  });

  test("is given back, extended and revoked", async () => {
    const first = await granted("jon.abel");
    const more = await tollgate("access", "extend", first.id, "--as", "jon.abel", "--duration", "2h", "--json");
    expect(jsonOf<RequestAnswer>(more)).toMatchObject({ state: "PENDING", extends: { request: first.id } });
    expect(await tollgate("access", "give-back", first.id, "--as", "jon.abel")).toMatchObject({ exit: 0 });
    expect(await trying("jon.abel")).toBe(false);
    const second = await granted("jon.abel");
    expect(await tollgate("access", "revoke", second.id, "--as", "ida.noor")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("Add --yes"),
    });
    const why = ["--yes", "--note", "The forecast is done"];
    expect(await tollgate("access", "revoke", second.id, "--as", "ida.noor", ...why)).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/ida\.noor: revoked "The forecast is done"\n/),
    });
    expect(await trying("jon.abel")).toBe(false);
    const grants = await tollgate("access", "grants", "--as", "jon.abel", "--json");
    expect(jsonOf<readonly { state: string }[]>(grants).some(({ state }) => state === "ACTIVE")).toBe(false);
  });

  test("is withdrawn by whoever asked, and rejected with a reason only", async () => {
    const { id } = await asked("ada.berg");
    expect(await decided(id, "ben.ito", "--reject")).toMatchObject({ exit: 2, err: expect.stringContaining("--note") });
    expect(await decided(id, "ben.ito", "--reject", "--approve")).toMatchObject({ exit: 2 });
    expect(jsonOf(await decided(id, "ben.ito", "--reject", "--note", "Use the masked copy", "--json"))).toMatchObject({
      state: "REJECTED",
    });
    const other = await asked("ada.berg");
    expect(jsonOf(await tollgate("access", "cancel", other.id, "--as", "ada.berg", "--json"))).toMatchObject({
      state: "CANCELLED",
    });
    const page = (await tollgate("access", "show", other.id, "--as", "ada.berg")).out;
    expect(page).toContain("Was to decide: one of the 2 owners of sales.orders");
    expect(page).not.toContain("Decides:");
    const mine = jsonOf<readonly RequestSummary[]>(await tollgate("access", "list", "--as", "ada.berg", "--json"));
    expect(mine.map(({ id: each }) => each).toSorted()).toEqual([id, other.id].toSorted());
  });

  test("is shown to a person at a terminal before it is sent, and sent only after a yes", async () => {
    const words = ["access", "request", "--as", "ada.berg", "--account", "data-prod", "--duration", "4h"];
    const at = (...answers: readonly string[]) => cliIn({ env: { TOLLGATE_URL: plane.url }, answers });
    const count = async () =>
      jsonOf<readonly object[]>(await tollgate("access", "list", "--as", "ada.berg", "--json")).length;
    const before = await count();
    const no = await at("sales.orders", "Why the October forecast was off", "n")(...words);
    expect(no).toMatchObject({ exit: 1, out: "" });
    expect(no.err).toMatch(
      /What do you need\? \(--dataset\).*Decides: one of the 2 owners of sales\.orders: Ben Ito, Liv Sand.*Go on\?.*Not done\n$/s,
    );
    expect(await count()).toBe(before);
    expect(await at("sales.orders", "Why the October forecast was off", "y")(...words)).toMatchObject({ exit: 0 });
    expect(await count()).toBe(before + 1);
    const refused = await at("sales.orders", "hm")(...words);
    expect(refused).toMatchObject({ exit: 1, out: "", err: expect.stringContaining("You cannot ask for this") });
  });

  test("asked for twice with one key is one request", async () => {
    const [first, again] = [
      jsonOf<RequestAnswer>(await asking("ada.berg", "--key", "once", "--json")),
      jsonOf<RequestAnswer>(await asking("ada.berg", "--key", "once", "--json")),
    ];
    expect(again.id).toBe(first.id);
  });

  test.each([
    { because: "the dataset is none", words: ["--dataset", "sales.nothing"], exit: 1, says: "sales.nothing" },
    { because: "the length is none", words: ["--duration", "soon"], exit: 2, says: '--duration: "soon"' },
    { because: "the reason is too short", words: ["--justification", "hm"], exit: 1, says: "at least 15" },
    { because: "the person is none", words: ["--as", "nobody.here"], exit: 2, says: "no active person" },
  ])("is refused with words when $because", async ({ words, exit, says }) => {
    const told = await asking("ada.berg", ...words);
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(says);
  });
});

describe("the sandbox", () => {
  test("lists its resources for scripts, and those of a type for people", async () => {
    expect(jsonOf<readonly object[]>(await tollgate("sandbox", "resources", "--json"))[0]).toMatchObject({
      arn: expect.stringMatching(/^arn:/),
      type: expect.any(String),
      tags: expect.any(Object),
    });
    const { out } = await tollgate("sandbox", "resources", "--type", "s3.bucket");
    expect(
      out
        .split("\n")
        .slice(1, -1)
        .every((line) => line.startsWith("s3.bucket ")),
    ).toBe(true);
  });

  test.each([
    { because: "the input is no JSON", words: ["s3:CreateBucket", "--input", "{"], exit: 2, says: "--input as JSON" },
    {
      because: "a field of the input stands twice",
      words: ["s3:CreateBucket", "--input", '{"bucket":"a-bucket","bucket":"b-bucket"}'],
      exit: 2,
      says: "/bucket stands twice",
    },
    { because: "the input is a list", words: ["s3:CreateBucket", "--input", "[]"], exit: 2, says: "no JSON object" },
    { because: "the action is none", words: ["s3:FlyToTheMoon"], exit: 1, says: "FlyToTheMoon" },
    {
      because: "the name is taken",
      words: ["s3:CreateBucket", "--input", '{"bucket":"brightwater-sales-prod"}'],
      exit: 1,
      says: "Nothing was changed",
    },
  ])("does nothing when $because", async ({ words, exit, says }) => {
    const told = await tollgate("sandbox", "do", ...words);
    expect(told.exit).toBe(exit);
    expect(told.err).toContain(says);
  });

  test("does not go back in time", async () => {
    expect(await tollgate("sandbox", "advance", "yesterday")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("4h"),
    });
  });
});

describe("who am I", () => {
  test("is the operator when nobody is named on a laptop, else who is named", async () => {
    expect(jsonOf(await tollgate("whoami", "--json"))).toEqual({
      person: "finn.hale",
      plane: plane.url,
      until: expect.stringMatching(/^\d{4}-/),
    });
    expect((await tollgate("whoami", "--as", "ada.berg")).out).toMatch(/^ada\.berg at http/);
    expect(await tollgate("whoami", "--check")).toEqual({ exit: 0, out: "", err: "" });
    const env = { TOLLGATE_URL: plane.url, TOLLGATE_TOKEN: "e30.e30.none" };
    expect(await cliIn({ env })("whoami", "--check")).toMatchObject({ exit: 1, out: "" });
  });

  test("is answered by what the environment says", async () => {
    const env = { TOLLGATE_HOME: plane.home.folder, TOLLGATE_AS: "ada.berg" };
    expect((await cliIn({ env })("whoami")).out).toMatch(/^ada\.berg/);
    const token = await plane.tokenOf("ben.ito");
    expect((await cliIn({ env: { TOLLGATE_URL: plane.url, TOLLGATE_TOKEN: token } })("whoami")).out).toMatch(
      /^ben\.ito/,
    );
  });

  test("and what waits for me, what I hold, what I asked for", async () => {
    const { id } = await asked("kim.roth");
    expect(jsonOf(await tollgate("status", "--as", "kim.roth", "--json"))).toMatchObject({
      toDecide: [],
      active: [],
      waiting: [{ id }],
      findings: expect.any(Number),
    });
    expect((await tollgate("status", "--as", "ben.ito")).out).toContain(`${id} of kim.roth, lapses `);
  });
});

test("health is what the plane says of itself", async () => {
  expect(jsonOf(await tollgate("health", "--json"))).toEqual({
    status: "ok",
    now: expect.any(String),
    version: "0.0.0-test",
  });
});

describe("the audit log", () => {
  test("is taken out, verified offline, and one altered byte is named", async () => {
    expect(await tollgate("audit", "export", "audit", "--as", "gwen.ross")).toMatchObject({ exit: 0 });
    const offline = cliIn({ cwd: plane.home.folder });
    expect((await offline("audit", "verify", "audit")).out).toMatch(/^\d+ events, \d+ seals?, all match\./);
    const file = join(plane.home.folder, "audit", "events.ndjson");
    writeFileSync(file, readFileSync(file, "utf8").replace("jon.abel", "jon.abet"));
    expect(await offline("audit", "verify", "audit")).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringMatching(/^Not as it was: /),
    });
    expect(jsonOf(await offline("audit", "verify", "audit", "--json"))).toMatchObject({ intact: false });
    rmSync(join(plane.home.folder, "audit"), { recursive: true });
    expect(await offline("audit", "verify", "audit")).toMatchObject({ exit: 2 });
  });

  test("is not for everybody", async () => {
    expect(await tollgate("audit", "export", "audit", "--as", "ada.berg")).toMatchObject({ exit: 1, out: "" });
  });
});

test("a dataset that nobody offers is answered with the nearest one, and nothing is sent", async () => {
  const told = await tollgate(
    ...["access", "request", "--as", "jon.abel", "--dataset", "sales.oders", "--duration", "4h"],
    ...["--justification", "Why the October forecast was off"],
  );
  expect(told).toMatchObject({ exit: 2, out: "" });
  expect(told.err).toContain("did you mean sales.orders: ");
});
