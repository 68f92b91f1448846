import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { boot } from "#infra/local/boot.ts";
import { type Home, openHome } from "#infra/local/home.ts";

/** A whole plane on a free port, its state in a folder of its own. */
export type RunningTestPlane = {
  readonly url: string;
  readonly home: Home;
  /** The newest whole month of the sample company's bills, such as `2026-10`: the one before that in which it was loaded. */
  readonly month: string;
  /** A token of the built-in issuer. */
  tokenOf(person: string): Promise<string>;
  /** Returns once nothing waits to be delivered. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const freshFolder = (): string => mkdtempSync(join(tmpdir(), "tollgate-plane-"));

const bootAt = (folder: string, { sample, wall }: { readonly sample: boolean; readonly wall: () => number }) =>
  boot({
    home: openHome(folder),
    port: 0,
    sample,
    version: "0.0.0-test",
    tell: () => undefined,
    pageAt: () => undefined,
    wall,
  });

type Loaded = { readonly folder: string; readonly at: number };

let loaded: Promise<Loaded> | undefined;

/** The folder of a plane that has loaded the sample company: once for all tests of a process. */
function loadedOnce(): Promise<Loaded> {
  loaded ??= (async () => {
    const [folder, at] = [freshFolder(), Date.now()];
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    await (await bootAt(folder, { sample: true, wall: Date.now })).close();
    return { folder, at };
  })();
  return loaded;
}

function monthBefore(moment: number): string {
  const day = new Date(moment);
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1)).toISOString().slice(0, 7);
}

/**
 * With a clock that stands still no schedule runs by itself: whatever changes is the test's own doing. With one that goes
 * on, a plane of the sample company starts on a copy of its first state, as `npm start` does the second time.
 */
export async function runningPlane({ sample = true, still = false } = {}): Promise<RunningTestPlane> {
  const began = Date.now();
  const folder = freshFolder();
  const first = sample && !still ? await loadedOnce() : undefined;
  if (first !== undefined) cpSync(first.folder, folder, { recursive: true });
  const home = openHome(folder);
  const plane = await bootAt(folder, { sample, wall: still ? () => began : Date.now });
  return {
    url: plane.url,
    home,
    month: monthBefore(first?.at ?? began),
    async tokenOf(person) {
      const answer = await fetch(`${plane.url}/v1/local/sign-in`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ person }),
      });
      return ((await answer.json()) as { token: string }).token;
    },
    async settled() {
      const database = new DatabaseSync(home.stateFile, { readOnly: true });
      const waiting = database.prepare(
        "SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM stream) AS waiting",
      );
      while (Number(waiting.get()?.["waiting"]) > 0) await setTimeout(20);
      database.close();
    },
    async close() {
      await plane.close();
      rmSync(home.folder, { recursive: true, force: true });
    },
  };
}
