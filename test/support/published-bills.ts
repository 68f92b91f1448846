import { join } from "node:path";
import { openLocalFile } from "#shared/adapters/local/files/open-file.ts";
import type { ReadOptions } from "#shared/cost/batch.ts";
import type { OpenFile } from "#shared/cost/ports.ts";

/** Where the published bills lie. */
export const FOCUS = join(process.env["TOLLGATE_DATA"] ?? "../shared/data", "focus");

export async function withFile<Value>(name: string, use: (file: OpenFile) => Promise<Value>): Promise<Value> {
  const file = await openLocalFile(join(FOCUS, name), name);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** What a bill leaves out, as its reader would say it. */
export const assume = (given: { readonly [column: string]: string }): ReadOptions => ({
  alsoColumns: [],
  assume: new Map(Object.entries(given)),
});
