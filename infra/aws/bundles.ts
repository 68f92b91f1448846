import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import type { Outputs } from "#infra/aws/bundle-files.ts";
import {
  describedAlready,
  environmentConfiguration,
  environmentCredentials,
  lazyBuiltIns,
  nodeCrypto,
  noEndpointCache,
  noEventStreams,
  noJsonSchemas,
  noWebStreams,
  versionsOnly,
} from "#infra/aws/bundle-plugins.ts";
import { type Bundle, makeBundle } from "#infra/aws/function-bundle.ts";
import { lateSchemas } from "#infra/aws/late-schemas.ts";
import { straightImports } from "#infra/aws/straight-imports.ts";

/** What a function runs on, and how much of it is left to read. */
const MADE = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  metafile: true,
  platform: "node",
  target: "node24",
  format: "esm",
  legalComments: "none",
  sourcemap: "external",
  sourcesContent: false,
} as const satisfies BuildOptions;

/** How functions are bundled: SDK and all, maps kept aside. */
export const bundleOptions = (root: string) =>
  ({
    ...MADE,
    absWorkingDir: root,
    mainFields: ["module", "main"],
    plugins: [
      lazyBuiltIns,
      noEndpointCache,
      versionsOnly,
      environmentCredentials,
      environmentConfiguration,
      nodeCrypto,
      noEventStreams,
      noJsonSchemas,
      noWebStreams,
      lateSchemas,
      // Last: of what is left, the first to read a module is the one that does.
      straightImports(root),
    ],
  }) as const satisfies BuildOptions;

export type Bundles = { readonly outputs: Outputs; readonly bundles: readonly Bundle[] };

/**
 * The bundle of each function that has a `main.ts`: `outdir/<name>/main.mjs`, what it starts with, what it loads late,
 * and nothing else. One call reads all modules and cuts them into files by who reaches what (`outdir/modules`); of
 * these each function's own are made, with their maps, in `outdir/made` (decision 0045).
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
    // What is in nobody's way yet still says which of its calls do nothing else but answer.
    minify: false,
    // So that the maps of what is made of these files lead to the modules.
    sourcemap: "linked",
    entryPoints: Object.fromEntries(names.map((name) => [name, `functions/${name}/main.ts`])),
    outdir: join(outdir, "modules"),
    splitting: true,
    chunkNames: "[name]-[hash]",
    plugins: [describedAlready(version), ...options.plugins],
    // shared/adapters/aws/version.ts
    define: { "process.env.TOLLGATE_VERSION": JSON.stringify(version) },
  });
  const made = await Promise.all(
    names.map((name) => makeBundle(name, { root, outdir, options: MADE, modules: metafile.outputs })),
  );
  return {
    outputs: Object.assign({}, ...made.map(({ outputs }) => outputs)),
    bundles: made.map(({ bundle }) => bundle),
  };
}
