import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** One function as it would be started. */
export type Started = {
  readonly main: string;
  readonly event: object;
  readonly env: { readonly [name: string]: string };
};

/** In milliseconds from before the import; `worked`: of the processor, until the answer. */
export type Start = { readonly imported: number; readonly answered: number; readonly worked: number };

export const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function told<Told>(script: string, { main, event, env }: Started): Promise<Told> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, script), main, JSON.stringify(event)], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Told;
}

/** Medians of each, one start after the other in turn: what else the machine does then is the same for all of them. */
export async function medians(count: number, ...all: readonly Started[]): Promise<readonly Start[]> {
  const starts = all.map((): Start[] => []);
  for (let turn = 0; turn < count; turn += 1) {
    for (const [at, each] of all.entries()) starts[at]?.push(await told<Start>("first-response.ts", each));
  }
  return starts.map((each) => ({
    imported: middle(each.map(({ imported }) => imported)),
    answered: middle(each.map(({ answered }) => answered)),
    worked: middle(each.map(({ worked }) => worked)),
  }));
}

/** Bytes of all files that are loaded up to the first answer, whether with the entry or late. */
export async function bytesUntilAnswer(started: Started): Promise<number> {
  const { files } = await told<{ readonly files: readonly string[] }>("loaded-files.ts", started);
  return files.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
}
