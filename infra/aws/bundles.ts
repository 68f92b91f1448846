import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import {
  environmentCredentials,
  lazyBuiltIns,
  noEventStreams,
  plainSchemaKeys,
  versionsOnly,
} from "./bundle-plugins.ts";

/** How functions are bundled: SDK and all, maps kept aside. */
export const BUNDLE_OPTIONS = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  plugins: [lazyBuiltIns, plainSchemaKeys, versionsOnly, environmentCredentials, noEventStreams],
  // CommonJS inside an ES module asks for it.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
} as const satisfies BuildOptions;

/** The bundle of each function that has a `main.ts`, below `outdir/<name>/main.mjs`; one call for all of them. */
export async function bundleFunctions(root: string, outdir: string, version: string): Promise<readonly string[]> {
  const names = readdirSync(join(root, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(root, "functions", entry.name)).includes("main.ts"))
    .map(({ name }) => name)
    .filter((name) => name !== "cli");
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/main`, `functions/${name}/main.ts`])),
    outdir,
    ...BUNDLE_OPTIONS,
    // shared/adapters/aws/version.ts
    define: { "process.env.TOLLGATE_VERSION": JSON.stringify(version) },
  });
  return names;
}
