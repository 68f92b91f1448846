import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { installMoto } from "#infra/emulator/install.ts";

export type Moto = {
  readonly url: string;
  /** What the next requests are answered with, one each; the same request gets the same answer again. */
  answerCosts(results: readonly object[]): Promise<void>;
  stop(): Promise<void>;
};

/** Ready within some seconds, of which most is importing. */
const READY_WITHIN_MS = 60_000;

/** moto's server on loopback: it is no plane, it only answers as Cost Explorer does over the wire. */
export async function startMoto(): Promise<Moto> {
  const { python } = installMoto();
  const port = await freePort();
  const words = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
  const child = spawn(python, words, { stdio: "ignore", env: { PATH: process.env["PATH"] ?? "" } });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  const until = performance.now() + READY_WITHIN_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error(`Cannot start moto at ${url}: it ended, or did not answer within a minute`);
    }
    await sleep(100);
  }
  return {
    url,
    stop,
    async answerCosts(results) {
      await fetch(`${url}/moto-api/reset`, { method: "POST" });
      const path = "/moto-api/static/ce/cost-and-usage-results";
      const answer = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify({ results }) });
      if (!answer.ok) throw new Error(`Cannot lay answers for Cost Explorer: moto answered ${answer.status}`);
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
