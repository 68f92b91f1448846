import { join } from "node:path";
import type { Plugin } from "esbuild";
import { loadedTogether } from "#infra/aws/loaded-together.ts";
import { straightReader } from "#infra/aws/straight-imports.ts";

const SDK_CODE = /node_modules\/(@aws-sdk|@smithy)\/.*\.js$/;
const OUR_CODE = /\/(shared|functions)\/.*\.ts$/;

/** Reads modules as they are to be bundled: names from the files that have them, and what goes together together. */
export function arrangedModules(root: string): Plugin {
  return {
    name: "arranged-modules",
    setup(builder) {
      const read = straightReader(root);
      const together = new Map([...loadedTogether(root)].map(([path, others]) => [join(root, path), others]));
      builder.onLoad({ filter: SDK_CODE }, ({ path }) => ({ contents: read(path), loader: "js" }));
      builder.onLoad({ filter: OUR_CODE }, ({ path }) => {
        // Last, on the last line: the lines of the map hold.
        const others = (together.get(path) ?? []).map((other) => `import "#${other}";`).join("");
        return { contents: read(path) + others, loader: "ts" };
      });
    },
  };
}
