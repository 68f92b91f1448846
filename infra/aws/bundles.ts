import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { arrangedModules } from "#infra/aws/arranged-modules.ts";
import { type FunctionFiles, functionFiles, type Outputs } from "#infra/aws/bundle-files.ts";
import {
  describedAlready,
  environmentCredentials,
  lazyBuiltIns,
  noEndpointCache,
  noEventStreams,
  noJsonSchemas,
  versionsOnly,
} from "#infra/aws/bundle-plugins.ts";

/** How functions are bundled: SDK and all, maps kept aside. */
export function bundleOptions(root: string) {
  return {
    absWorkingDir: root,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    sourcemap: "external",
    sourcesContent: false,
    legalComments: "none",
    plugins: [
      lazyBuiltIns,
      noEndpointCache,
      versionsOnly,
      environmentCredentials,
      noEventStreams,
      noJsonSchemas,
      // Last: of what is left, the first to read a module is the one that does.
      arrangedModules(root),
    ],
  } as const satisfies BuildOptions;
}

/** A function's files, all in one folder; paths from the root of the project, as esbuild tells them. */
export type Bundle = { readonly name: string; readonly main: string; readonly files: FunctionFiles };

export type Bundles = { readonly outputs: Outputs; readonly bundles: readonly Bundle[] };

/**
 * The bundle of each function that has a `main.ts`: `outdir/<name>/main.mjs`, the files it shares with others, what it
 * loads late, and nothing else. One call makes them all, and their maps, in `outdir/made` (decision 0045).
 */
export async function bundleFunctions(root: string, outdir: string, version: string): Promise<Bundles> {
  const names = readdirSync(join(root, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(root, "functions", entry.name)).includes("main.ts"))
    .map(({ name }) => name)
    .filter((name) => name !== "cli");
  // What an earlier run left would be deployed with it.
  rmSync(outdir, { recursive: true, force: true });
  const options = bundleOptions(root);
  const { metafile } = await build({
    ...options,
    entryPoints: Object.fromEntries(names.map((name) => [name, `functions/${name}/main.ts`])),
    outdir: join(outdir, "made"),
    splitting: true,
    chunkNames: "[name]-[hash]",
    plugins: [describedAlready(version), ...options.plugins],
    // shared/adapters/aws/version.ts
    define: { "process.env.TOLLGATE_VERSION": JSON.stringify(version) },
  });
  const { outputs } = metafile;
  const bundles = names.map((name) => {
    const main = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === `functions/${name}/main.ts`);
    if (main === undefined) throw new Error(`Cannot deploy ${name}: its functions/${name}/main.ts made no file`);
    return { name, main, files: functionFiles(outputs, main) };
  });
  for (const bundle of bundles) placeBundle(bundle, { root, outdir });
  return { outputs, bundles };
}

/** Files import each other by their names alone, so they lie side by side in whichever folder. */
function placeBundle(
  { name, main, files }: Bundle,
  { root, outdir }: { readonly root: string; readonly outdir: string },
) {
  mkdirSync(join(outdir, name));
  for (const path of files.all) {
    copyFileSync(join(root, path), join(outdir, name, path === main ? "main.mjs" : basename(path)));
  }
}
