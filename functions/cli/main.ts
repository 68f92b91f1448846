#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { createInterface } from "node:readline/promises";
import type { Io } from "#functions/cli/io.ts";

// Before anything else is loaded: what was compiled once starts in half the time. Beside the libraries, where only
// who installed them writes; where nobody may write, Node goes on without.
enableCompileCache(new URL("../../node_modules/.cache/tollgate", import.meta.url).pathname);
const { runCli } = await import("#functions/cli/program.ts");

const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true && process.env["CI"] === undefined;

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** Loaded when it is asked for: reading Parquet takes longer to load than everything else here. */
const readBills: NonNullable<Io["readBills"]> = async (named) => {
  const [{ readExport }, { focusBillReader }, { folderSpendSource }, { readManifest }] = await Promise.all([
    import("#shared/cost/verify/read-export.ts"),
    import("#shared/adapters/focus/focus-bill-reader.ts"),
    import("#shared/adapters/local/files/folder-spend-source.ts"),
    import("#shared/contracts/focus/manifest.ts"),
  ]);
  return readExport(named, { spend: folderSpendSource("/"), reader: focusBillReader, readManifest });
};

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  width: process.stdout.isTTY === true ? process.stdout.columns : undefined,
  ask: interactive && !process.argv.includes("--no-input") ? ask : undefined,
  readBills,
};

// A reader that has seen enough (head, a closed pager) is no fault.
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code === "EPIPE") process.exit(0);
  throw fault;
});

process.exitCode = await runCli(process.argv.slice(2), io);
