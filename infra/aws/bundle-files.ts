import { isBuiltin } from "node:module";
import type { Metafile } from "esbuild";

export type Outputs = Metafile["outputs"];

/** Which files a function consists of, of all that one build made; paths as the build tells them. */
export type FunctionFiles = {
  /** Loaded with the entry, itself included. */
  readonly start: ReadonlySet<string>;
  /** All that it can ever load: those, and what any of these loads late. */
  readonly all: ReadonlySet<string>;
};

/**
 * All that an entry can reach, and nothing else.
 *
 * @throws Error when a file imports what the build did not make: the function would not find it where it runs
 */
export const functionFiles = (outputs: Outputs, entry: string): FunctionFiles => ({
  start: reached(outputs, entry, ["import-statement"]),
  all: reached(outputs, entry, ["import-statement", "dynamic-import"]),
});

function reached(outputs: Outputs, entry: string, kinds: readonly string[]): ReadonlySet<string> {
  const found = new Set([entry]);
  // A set is walked in the order of adding, what is added on the way included.
  for (const path of found) {
    const made = outputs[path];
    if (made === undefined) throw new Error(`Cannot deploy ${entry}: the build did not make ${path}`);
    for (const each of made.imports) {
      const ours = !(each.external === true && isBuiltin(each.path));
      if (ours && kinds.includes(each.kind)) found.add(each.path);
    }
  }
  return found;
}
