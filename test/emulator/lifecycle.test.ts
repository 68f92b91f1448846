import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Emulator, startEmulator } from "#infra/emulator/emulator.ts";
import { EmulatorError } from "#infra/emulator/emulator-error.ts";
import { installEmulator, usualInstall } from "#infra/emulator/install.ts";
import { ACCOUNT, actingAs, rootOf } from "./account.ts";

const { python, url: running } = inject("emulator");

let folder: string;
const started: Emulator[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tollgate-emulator-"));
  // As a folder within this project is: its functions must run there too.
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
});

afterEach(async () => {
  for (const emulator of started.splice(0)) await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: { readonly port?: number; readonly keep?: boolean } = {}): Promise<Emulator> {
  const emulator = await startEmulator({ python, folder, ...more });
  started.push(emulator);
  return emulator;
}

/** Whether a process of the group that the emulator leads is alive: itself, or a function that it runs. */
function alive(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

async function goneWithin(pid: number, ms: number): Promise<boolean> {
  const until = performance.now() + ms;
  while (alive(pid) && performance.now() < until) await sleep(50);
  return !alive(pid);
}

describe("an emulator with a function that has run", () => {
  /** Answers with what it sees; its process stays, warm. */
  async function runFunction(url: string): Promise<Record<string, string>> {
    writeFileSync(
      join(folder, "main.mjs"),
      "export const handler = () => ({ node: process.version, ...process.env });",
    );
    spawnSync(python, ["-m", "zipfile", "-c", "code.zip", "main.mjs"], { cwd: folder });
    await actingAs(url, "runs", [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }]);
    const { lambda } = rootOf(url);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "tell",
        Runtime: "nodejs24.x",
        Handler: "main.handler",
        Role: `arn:aws:iam::${ACCOUNT}:role/runs`,
        Code: { ZipFile: readFileSync(join(folder, "code.zip")) },
      }),
    );
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "tell" }));
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  }

  test("runs it on Node 24, with nothing of this process's environment, and leaves no process when stopped", async () => {
    process.env["TOLLGATE_TEST_MARK"] = "must not be seen";
    const emulator = await start();
    const seen = await runFunction(emulator.url);
    delete process.env["TOLLGATE_TEST_MARK"];
    expect(seen["node"]).toBe(process.version);
    expect(seen["TOLLGATE_TEST_MARK"]).toBeUndefined();
    expect(seen["AWS_ENDPOINT_URL"]).toBe(emulator.url);

    expect(alive(emulator.pid)).toBe(true);
    await emulator.stop();
    expect(alive(emulator.pid)).toBe(false);
    await expect(fetch(emulator.url)).rejects.toThrow("fetch failed");
  });

  test("leaves no process when the one that started it is killed without a warning", async () => {
    const parent = spawn(process.execPath, ["test/emulator/start-and-wait.ts", python, folder]);
    const { pid, url } = JSON.parse(await outputOf(parent).line("pid")) as { pid: number; url: string };
    await runFunction(url);
    expect(alive(pid)).toBe(true);
    parent.kill("SIGKILL");
    expect(await goneWithin(pid, 15_000)).toBe(true);
  });
});

describe("a port that is in use", () => {
  test("is refused by number, whoever holds it", async () => {
    const holder = createServer();
    holder.listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(
      new EmulatorError(`Cannot start the emulator on port ${port}: it is in use; name another, or 0 for any free one`),
    );
    holder.close();
  });

  test("is not taken for a start when another emulator answers there", async () => {
    const port = Number(new URL(running).port);
    await expect(start({ port })).rejects.toThrow("it is in use");
  });
});

test("a launcher that does not come up is told with what it said", async () => {
  await expect(startEmulator({ python: "/bin/false", folder })).rejects.toThrow("it ended with code 1");
  await expect(startEmulator({ python: join(folder, "absent"), folder })).rejects.toThrow("ENOENT");
});

test("a reset empties it and leaves it running", async () => {
  const { url, reset } = await start();
  const { sqs } = rootOf(url);
  await sqs.send(new CreateQueueCommand({ QueueName: "before" }));
  await reset();
  expect((await sqs.send(new ListQueuesCommand())).QueueUrls ?? []).toEqual([]);
});

test("what it holds outlives it only when asked to", async () => {
  const queuesAfter = async (keep: boolean): Promise<number> => {
    const { url, stop } = await start({ keep });
    const { QueueUrls = [] } = await rootOf(url).sqs.send(new ListQueuesCommand());
    await rootOf(url).sqs.send(new CreateQueueCommand({ QueueName: "kept" }));
    await stop();
    return QueueUrls.length;
  };
  expect([await queuesAfter(false), await queuesAfter(true), await queuesAfter(true)]).toEqual([0, 0, 1]);
});

test("an install of a lock that is installed does nothing", () => {
  const begun = performance.now();
  expect(installEmulator(usualInstall())).toEqual({ python, fresh: false });
  // The first time takes half a minute.
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("npm run emulator says where it is and what to export, and Ctrl-C ends it and all it started", async () => {
  const shown = spawn(process.execPath, ["infra/emulator/main.ts", "--bare", "--port", "0", "--folder", folder]);
  const output = outputOf(shown);
  const url = (await output.line("ready at")).split(" ").at(-1) ?? "";
  await output.line("CDK_DISABLE_CLI_TELEMETRY");
  expect(output.text()).toContain(`  export AWS_ENDPOINT_URL=${url}\n  export AWS_ACCESS_KEY_ID=test\n`);
  expect((await fetch(`${url}/_ministack/health`)).ok).toBe(true);

  shown.kill("SIGINT");
  expect(await once(shown, "exit")).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

/** Waits for the first line with these words that a process says; what it said before is remembered. */
function outputOf(child: ChildProcess): {
  readonly text: () => string;
  readonly line: (words: string) => Promise<string>;
} {
  let said = "";
  child.stdout?.on("data", (part: Buffer) => {
    said += part.toString();
  });
  const line = async (words: string): Promise<string> => {
    for (;;) {
      const found = said
        .split("\n")
        .slice(0, -1)
        .find((each) => each.includes(words));
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`Cannot find "${words}": it ended with code ${child.exitCode}`);
      await sleep(20);
    }
  };
  return { text: () => said, line };
}
