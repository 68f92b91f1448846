import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

/**
 * Resolves every built-in of Node to a stub that reads it by `process.getBuiltinModule`: in an ES module
 * `import "node:http"` makes every export ready, which is most of the cold start of an SDK bundle.
 */
const lazyBuiltIns: Plugin = {
  name: "lazy-built-ins",
  setup(builder) {
    builder.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, "");
      const known = kind !== "entry-point" && process.getBuiltinModule(name) !== undefined;
      return known ? { path: name, namespace: "built-in" } : undefined;
    });
    builder.onLoad({ filter: /.*/, namespace: "built-in" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};

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
  plugins: [lazyBuiltIns],
  // CommonJS inside an ES module asks for it.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
} as const satisfies BuildOptions;

/** The bundle of each function that has a `main.ts`, below `outdir/<name>/main.mjs`; one call for all of them. */
export async function bundleFunctions(root: string, outdir: string): Promise<readonly string[]> {
  const names = readdirSync(join(root, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(root, "functions", entry.name)).includes("main.ts"))
    .map(({ name }) => name)
    .filter((name) => name !== "cli");
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/main`, `functions/${name}/main.ts`])),
    outdir,
    ...BUNDLE_OPTIONS,
  });
  return names;
}
