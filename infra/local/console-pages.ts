import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Page } from "#infra/local/server.ts";

const WEB = join(import.meta.dirname, "../../functions/console/web");
const RUNBOOKS = join(import.meta.dirname, "../../docs/runbooks");

/** The console's page and assets, built once when the plane starts, and the runbooks that findings name. */
export function consolePages(): (path: string) => Page | undefined {
  const built = buildSync({
    entryPoints: [join(WEB, "console.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "none",
  });
  const pages = new Map<string, Page>([
    ["/", { type: "text/html; charset=utf-8", body: readFileSync(join(WEB, "index.html")) }],
    ["/assets/console.css", { type: "text/css; charset=utf-8", body: readFileSync(join(WEB, "console.css")) }],
    ["/assets/console.js", { type: "text/javascript; charset=utf-8", body: built.outputFiles[0]?.text ?? "" }],
  ]);
  for (const name of readdirSync(RUNBOOKS))
    pages.set(`/runbooks/${name}`, { type: "text/plain; charset=utf-8", body: readFileSync(join(RUNBOOKS, name)) });
  return (path) => pages.get(path);
}
