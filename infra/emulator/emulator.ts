import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmulatorError } from "./emulator-error.ts";
import { emulatorEnvironment, type Place } from "./environment.ts";

const LAUNCHER = join(import.meta.dirname, "launcher.py");
const HOST = "127.0.0.1";
/** Ready after some 2 s on an idle computer; a busy one gets time. */
const READY_WITHIN_MS = 60_000;
/** It ends within 2 s, and took over 3 s once, after hard work. */
const ENDS_WITHIN_MS = 10_000;
/** A killed process is gone at once, but stays listed until its parent has looked. */
const LISTED_FOR_MS = 2_000;

export type Start = {
  /** The interpreter that has the emulator. */
  readonly python: string;
  /** For its log, its decisions and its temporary files; made when absent, and never removed here. One emulator each. */
  readonly folder: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Keep what it holds in the folder, for the next start there. */
  readonly keep?: boolean;
};

export type Emulator = {
  readonly url: string;
  readonly pid: number;
  /** NDJSON, one line per IAM decision since the start; see `readDecisions`. A reset leaves it. */
  readonly decisionLog: string;
  /** Empties every account and ends the processes of all functions. */
  reset(): Promise<void>;
  /** Ends it and every function process; returns when they are gone. */
  stop(): Promise<void>;
};

/**
 * Starts the emulator on loopback and waits until it answers.
 *
 * It ends with this process, however that ends: it reads from it until there is nothing to read from.
 * @throws EmulatorError when the port is taken, the launcher refuses, or no answer comes in time
 */
export async function startEmulator({ python, folder, port = 0, keep = false }: Start): Promise<Emulator> {
  const place: Place = { port: await freePort(port), folder, keep };
  rmSync(join(folder, "tmp"), { recursive: true, force: true });
  mkdirSync(join(folder, "tmp"), { recursive: true });
  // Its workers are CommonJS in files named .js there: ours above the folder would make them modules.
  writeFileSync(join(folder, "tmp", "package.json"), "{}\n");
  const decisionLog = join(folder, "decisions.ndjson");
  rmSync(decisionLog, { force: true });
  const child = launch([python, LAUNCHER, "--decisions", decisionLog], place);
  const url = `http://${HOST}:${place.port}`;
  try {
    await ready(child, url);
  } catch (fault) {
    await end(child);
    const said = readFileSync(logOf(folder), "utf8").trim().split("\n").slice(-8).join("\n");
    throw new EmulatorError(`Cannot start the emulator at ${url}: ${(fault as Error).message}\n${said}`);
  }
  return {
    url,
    pid: child.pid ?? 0,
    decisionLog,
    reset: () => reset(url),
    stop: () => end(child),
  };
}

const logOf = (folder: string): string => join(folder, "emulator.log");

function launch([program = "", ...words]: readonly string[], place: Place): ChildProcess {
  const log = openSync(logOf(place.folder), "w");
  try {
    return spawn(program, words, {
      cwd: place.folder,
      env: emulatorEnvironment(place),
      stdio: ["pipe", log, log],
      // A group of its own: Ctrl-C reaches this process alone, and what it left can be ended as one.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

/** The port itself, or any free one for 0. Whoever answers on a taken port would pass for the emulator. */
async function freePort(port: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : port;
  } catch (fault) {
    throw new EmulatorError(
      `Cannot start the emulator on port ${port}: ${(fault as NodeJS.ErrnoException).code === "EADDRINUSE" ? "it is in use" : (fault as Error).message}; name another, or 0 for any free one`,
    );
  } finally {
    server.close();
    if (server.listening) await once(server, "close");
  }
}

const over = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

async function ready(child: ChildProcess, url: string): Promise<void> {
  const failed = once(child, "error").then(([fault]: unknown[]) => {
    throw fault;
  });
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    await Promise.race([failed, sleep(50)]);
    if (over(child)) throw new Error(`it ended with code ${child.exitCode}`);
    if (await healthy(url)) return;
  }
  throw new Error(`it did not answer within ${READY_WITHIN_MS / 1_000} s`);
}

async function healthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_ministack/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function reset(url: string): Promise<void> {
  const answer = await fetch(`${url}/_ministack/reset`, { method: "POST", signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new EmulatorError(`Cannot reset the emulator at ${url}: it answered ${answer.status}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const gone = over(child) ? Promise.resolve() : once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([gone, sleep(ENDS_WITHIN_MS, undefined, { ref: false })]);
  // The group outlives its leader as long as a function process is in it, and a killed one takes a moment to go.
  const until = performance.now() + LISTED_FOR_MS;
  while (killed(child.pid) && performance.now() < until) await sleep(20);
  await gone;
  child.stdin?.destroy();
}

/** Kills what is left of a group; false when nothing was. */
function killed(group: number): boolean {
  try {
    return process.kill(-group, "SIGKILL");
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw fault;
  }
}
