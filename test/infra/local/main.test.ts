import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";

// Each starts whole planes, which takes a busy computer its time.
vi.setConfig({ testTimeout: 120_000 });

const MAIN = new URL("../../../infra/local/main.ts", import.meta.url).pathname;

let room: string;
const running: ChildProcess[] = [];

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "tollgate-main-"));
});
afterAll(() => {
  for (const process of running.splice(0)) process.kill("SIGKILL");
  rmSync(room, { recursive: true, force: true });
});

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };
type Started = { readonly url: string; readonly out: () => string; end(signal?: NodeJS.Signals): Promise<Ended> };

function begin(flags: readonly string[], env: { readonly [name: string]: string } = {}) {
  const { PORT: _, TOLLGATE_HOME: __, ...rest } = process.env;
  const child = spawn(process.execPath, [MAIN, ...flags], { cwd: room, env: { ...rest, ...env } });
  running.push(child);
  const said = { out: "", err: "" };
  child.stdout.on("data", (text: Buffer) => {
    said.out += text;
  });
  child.stderr.on("data", (text: Buffer) => {
    said.err += text;
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, ...said })));
  return { child, said, ended };
}

/** Runs until it ends by itself. */
const run = (flags: readonly string[], env = {}): Promise<Ended> => begin(flags, env).ended;

/** Runs until it is ready. */
async function start(flags: readonly string[], env = {}): Promise<Started> {
  const { child, said, ended } = begin(flags, env);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const ready = /^Tollgate is ready at (http:\/\/127\.0\.0\.1:\d+)$/m.exec(said.out);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    });
    void ended.then(({ err }) => reject(new Error(`It ended: ${err}`)));
  });
  return {
    url,
    out: () => said.out,
    end(signal = "SIGINT") {
      child.kill(signal);
      return ended;
    },
  };
}

const homeOf = (name: string): string => join(room, name);

const peopleAt = async (url: string): Promise<number> =>
  ((await (await fetch(`${url}/v1/local/people`)).json()) as { people: unknown[] }).people.length;

describe("npm start", () => {
  test("that was killed while it loaded the sample loads it whole the next time, and not half for good", async () => {
    const home = homeOf("killed");
    const { child, said, ended } = begin(["--port", "0", "--home", home]);
    await new Promise<void>((resolve) =>
      child.stdout.on("data", () => said.out.includes("governance documents") && resolve()),
    );
    child.kill("SIGKILL");
    await ended;
    expect(said.out).not.toContain("is ready");
    const again = await start(["--port", "0", "--home", home]);
    expect(again.out()).toContain(
      "  loading the sample company: it was not loaded to its end the last time; once more\n",
    );
    const listed = await fetch(`${again.url}/v1/local/sandbox/resources`);
    const { resources } = (await listed.json()) as { resources: readonly object[] };
    expect(resources.length).toBeGreaterThan(200);
    expect(existsSync(join(home, "loading"))).toBe(false);
    expect((await again.end()).code).toBe(0);
  });

  test("goes on where whoever read what it says has stopped", async () => {
    const home = homeOf("unheard");
    const { child, ended } = begin(["--port", "0", "--home", home]);
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    child.stdout.destroy();
    await vi.waitFor(() => expect(existsSync(join(home, "address"))).toBe(true), { timeout: 90_000 });
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });

  test("says each step and when it is ready, ends by Ctrl-C with 0, and finds its state the second time", async () => {
    const home = homeOf("life");
    const first = await start(["--port", "0", "--home", home]);
    expect(first.out()).toContain("  loading the sample company: 13 people\n");
    expect(first.out()).toContain(`Mail that it writes to people is put in ${join(home, "outbox")}, a file each.\n`);
    expect(first.out()).toMatch(
      / {2}loading the sample company: its documents are in \S*life\/sample\/governance, to edit/,
    );
    expect(readFileSync(join(home, "address"), "utf8")).toBe(`${first.url}\n`);
    const advanced = await fetch(`${first.url}/v1/local/sandbox/advances`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"by":"50s"}',
    });
    const { now } = (await advanced.json()) as { now: string };
    expect(await first.end()).toMatchObject({ code: 0, err: "" });
    expect(existsSync(join(home, "address"))).toBe(false);

    const second = await start(["--port", "0"], { TOLLGATE_HOME: home });
    expect(second.out()).not.toContain("loading");
    expect(await peopleAt(second.url)).toBe(13);
    const health = (await (await fetch(`${second.url}/v1/health`)).json()) as { now: string };
    expect(health.now >= now).toBe(true);
    const besides = await run(["--port", "0", "--home", home]);
    expect(besides).toEqual({
      code: 1,
      out: "",
      err: `Cannot keep state in "${home}": a plane runs on it at ${second.url}; stop that one, or name another folder by --home\n`,
    });
    expect(await run(["--reset", "--yes", "--port", "0", "--home", home])).toMatchObject({ code: 1, out: "" });
    expect(readFileSync(join(home, "address"), "utf8")).toBe(`${second.url}\n`);
    expect(await peopleAt(second.url)).toBe(13);
    expect(await second.end("SIGTERM")).toMatchObject({ code: 0, err: "" });

    // Nobody sits at a terminal here, and nobody is asked.
    const third = await start(["--reset", "--empty", "--home", home], { PORT: "0" });
    expect(await peopleAt(third.url)).toBe(0);
    expect(third.out()).toContain("npx tollgate people load people.json\n");
    expect(third.out()).not.toContain("ada.berg");
    expect((await third.end()).code).toBe(0);
  });

  test.concurrent("says that a port is in use, and what to do, before it loads anything", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const ended = await run(["--port", String(port), "--home", homeOf("port")]);
    server.close();
    expect(ended).toEqual({
      code: 1,
      out: "",
      err: `Cannot listen on port ${port}: it is in use; stop what runs there, or set PORT=0 for any free port\n`,
    });
  });

  test.concurrent("looks at no account without a region or credentials, says which, and keeps nothing", async () => {
    const home = homeOf("nobody");
    const nowhere = {
      HOME: homeOf("nobody-at-home"),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PROFILE: "",
      AWS_ACCESS_KEY_ID: "",
      AWS_REGION: "",
    };
    const flags = ["--cloud", "aws", "--port", "0", "--home", home];
    const regionless = await run(flags, { ...nowhere, AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "s" });
    expect(regionless).toEqual({
      code: 1,
      out: "",
      err: "Cannot look at an AWS account: no region is set; set AWS_REGION, or region in the profile that AWS_PROFILE names\n",
    });
    const ended = await run(flags, { ...nowhere, AWS_REGION: "eu-west-1" });
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(
      /^Cannot look at an AWS account: there are no credentials \([^\n]*\); sign in, [^\n]*\n$/,
    );
    expect(existsSync(home)).toBe(false);
  });

  test.concurrent("takes --enforce for real accounts alone", async () => {
    const ended = await run(["--enforce", "--port", "0", "--home", homeOf("enforced")]);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/^Cannot use --enforce or --external-id without --cloud aws: [^\n]*\n$/);
  });

  test.concurrent("says that its folder cannot be made or written", async () => {
    writeFileSync(homeOf("a-file"), "");
    const home = join(homeOf("a-file"), "plane");
    const ended = await run(["--port", "0", "--home", home]);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/^Cannot keep state in ".*a-file\/plane": ".*a-file" is no folder\n$/);
  });

  test.concurrent("refuses a state file of a newer Tollgate, and one that is none, and leaves both as they are", async () => {
    const newer = homeOf("newer");
    mkdirSync(newer);
    const database = openStateFile(join(newer, "state.sqlite"), { durability: "normal" });
    database.exec("UPDATE meta SET value = '2' WHERE name = 'state-version'");
    database.close();
    const other = homeOf("other");
    mkdirSync(other);
    writeFileSync(join(other, "state.sqlite"), "a diary");
    const [ended, endedToo] = await Promise.all([newer, other].map((home) => run(["--port", "0", "--home", home])));
    expect(ended).toEqual({
      code: 1,
      out: "",
      err: `Cannot open "${join(newer, "state.sqlite")}": it was written by a newer Tollgate (state version 2, this one reads 1); start that one, or keep state in another folder\n`,
    });
    expect(endedToo).toEqual({
      code: 1,
      out: "",
      err: `Cannot open "${join(other, "state.sqlite")}": it is no state file of Tollgate\n`,
    });
    expect(readFileSync(join(other, "state.sqlite"), "utf8")).toBe("a diary");
  });

  test.concurrent.each([
    { flags: ["--port", "65536"], env: {}, says: "'65536' is invalid. A port is a whole number from 0 to 65535" },
    { flags: [], env: { PORT: "http" }, says: 'Cannot use PORT "http": a port is a whole number from 0 to 65535' },
  ])("does not start with $flags and $env", async ({ flags, env, says }) => {
    const ended = await run([...flags, "--home", homeOf("never")], env);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toContain(says);
    expect(existsSync(homeOf("never"))).toBe(false);
  });
});
