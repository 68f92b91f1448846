import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { changing, examples, type Run } from "#functions/cli/command.ts";
import { type Pairs, pairs } from "#functions/cli/commands/cost/pairs.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { telling } from "#functions/cli/progress.ts";
import { counted } from "#functions/cli/words.ts";
import type { CostImportResult } from "#shared/contracts/http/cost-imports.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Ingest = {
  readonly source?: string;
  readonly currency?: string;
  readonly rate?: Pairs;
  readonly assume?: Pairs;
  readonly again?: true;
};

export function costIngest(cost: Command, io: Io): void {
  examples(
    changing(
      cost
        .command("ingest")
        .argument(
          "<path...>",
          "files, folders of them, a manifest, or s3://bucket/prefix where the plane reads buckets",
        )
        .description("take FOCUS bills in (CSV, gzip, Parquet; files, folders, a manifest): in whole, or not at all"),
      io,
      (run: Run<Ingest>, ...paths) => ingest(run, paths),
    )
      .option("--source <name>", "what delivers them; the same source and period again is a correction")
      .option("--currency <code>", "the billing currency, such as USD")
      .option("--rate <code=rate>", "what one unit of another currency is worth, such as EUR=1.0825", pairs)
      .option("--assume <column=value>", "what a column that is missing would say", pairs)
      .option("--again", "let bills count once more that later ones replaced: a correction is withdrawn"),
    "tollgate cost ingest ./bills/focus-2026-10.csv",
    "tollgate cost ingest ./bills --source aws-focus --currency USD --json",
    "tollgate cost ingest ./bills --source aws-focus --rate EUR=1.0825 --as cleo.park",
  );
}

async function ingest(run: Run<Ingest>, paths: readonly string[]): Promise<void> {
  const { source, currency, rate, assume, again } = run.flags;
  const body = {
    names: paths.map((path) => nameOf(path, run.io.cwd)),
    ...(source === undefined ? {} : { source }),
    ...(currency === undefined ? {} : { currency }),
    ...(rate === undefined ? {} : { rates: rate }),
    ...(assume === undefined ? {} : { assume }),
    ...(again === undefined ? {} : { again }),
  };
  const taken = run.plane().json<CostImportResult>({ method: "POST", path: "/v1/cost/imports", body });
  const result = await telling(run.io, `Taking in ${counted(paths.length, "path")}`, taken);
  run.say(result, ingestText(result));
}

/** A bucket's name goes as it is; a path is made whole, since the plane runs elsewhere. */
function nameOf(path: string, cwd: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path;
  const whole = resolve(cwd, path);
  if (existsSync(whole)) return whole;
  throw new CliError(2, `Cannot take in "${shown(path)}": there is no such file or folder`);
}

function ingestText({ outcome, import: made, replacedIn, superseded }: CostImportResult): string {
  const rows = `${counted(made.rows, "row")} of ${counted(made.files.length, "file")} from ${made.source}`;
  const head = outcome === "unchanged" ? `Nothing changed: ${rows} were taken in before` : `Took in ${rows}`;
  return [
    `${head} (import ${made.id})`,
    ...made.periods.map(
      ({ period, rows: count, totals }) =>
        `  ${period}: ${counted(count, "row")}, billed ${totals.billed} ${made.currency}, effective ${totals.effective}`,
    ),
    ...(replacedIn.length === 0
      ? []
      : [`  They do not count in ${replacedIn.join(", ")}: later bills replaced them. To withdraw those: add --again`]),
    ...superseded.map(
      ({ version, difference }) =>
        `  Version ${version} supersedes version ${version - 1}: billed differs by ${difference.totals.billed} ${made.currency}`,
    ),
  ]
    .map(shown)
    .join("\n");
}
