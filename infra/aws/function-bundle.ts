import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { type FunctionFiles, functionFiles, type Outputs } from "#infra/aws/bundle-files.ts";

/** A function's files, all in one folder; paths from the root of the project, as esbuild tells them. */
export type Bundle = { readonly name: string; readonly main: string; readonly files: FunctionFiles };

type Made = {
  readonly root: string;
  readonly outdir: string;
  readonly options: BuildOptions;
  /** The files that all functions' modules were cut into. */
  readonly modules: Outputs;
};

/**
 * Makes one function of the files that its modules are in: all that it starts with in one file beside its entry, with
 * nothing in it that this function never names.
 */
export async function makeBundle(
  name: string,
  { root, outdir, options, modules }: Made,
): Promise<{ readonly bundle: Bundle; readonly outputs: Outputs }> {
  const entry = moduleFile(modules, `functions/${name}/main.ts`);
  const { metafile } = await build({
    ...options,
    metafile: true,
    absWorkingDir: root,
    entryPoints: { main: entry },
    outdir: join(outdir, "made", name),
    splitting: true,
    chunkNames: "[name]-[hash]",
    plugins: [afterEntry(join(root, entry), lateFiles(root, modules))],
  });
  const { outputs } = metafile;
  const main = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  if (main === undefined) throw new Error(`Cannot deploy ${name}: its ${entry} made no file`);
  const bundle = { name, main, files: functionFiles(outputs, main) };
  place(bundle, { root, outdir });
  return { bundle, outputs };
}

function moduleFile(modules: Outputs, entryPoint: string): string {
  const file = Object.keys(modules).find((path) => modules[path]?.entryPoint === entryPoint);
  if (file === undefined) throw new Error(`Cannot bundle "${entryPoint}": it made no file`);
  return file;
}

/** The files of what is imported late: an entry that is no function's own. */
const lateFiles = (root: string, modules: Outputs): ReadonlySet<string> =>
  new Set(
    Object.entries(modules)
      .filter(([, { entryPoint }]) => entryPoint !== undefined && !/^functions\/[^/]+\/main\.ts$/.test(entryPoint))
      .map(([path]) => join(root, path)),
  );

/**
 * Has each late file import the function's entry, which is there by then. The bundler takes a late file for another
 * entry, and would cut a file out of the start for each set of late ones that shares some of it.
 */
const afterEntry = (entry: string, late: ReadonlySet<string>): Plugin => ({
  name: "after-entry",
  setup(builder) {
    builder.onLoad({ filter: /\.mjs$/ }, ({ path }) =>
      // Last, on the last line: the lines of the map hold.
      late.has(path)
        ? { contents: `${readFileSync(path, "utf8")}\nimport ${JSON.stringify(entry)};`, loader: "js" }
        : undefined,
    );
  },
});

/** Files import each other by their names alone, so they lie side by side in whichever folder. */
function place({ name, files }: Bundle, { root, outdir }: { readonly root: string; readonly outdir: string }) {
  mkdirSync(join(outdir, name));
  for (const path of files.all) copyFileSync(join(root, path), join(outdir, name, basename(path)));
}
