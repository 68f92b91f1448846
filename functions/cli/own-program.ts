import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What another program runs to call this one: a node and the program's file, so that no name must be on the path. */
export type OwnProgram = { readonly node: string; readonly program: string };

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));

/** Undefined where the program was bundled into another file. */
export const ownProgram = (): OwnProgram | undefined =>
  existsSync(PROGRAM) ? { node: process.execPath, program: PROGRAM } : undefined;
