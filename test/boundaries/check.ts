// Runs the boundary rules, then plants violations that each must be caught: a checker that cruises
// nothing passes everything, and has.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { PLANTED, UNPLANTED } from "#test/boundaries/planted.ts";

const LEAST_MODULES = 100;

type Report = {
  readonly modules: readonly unknown[];
  readonly summary: {
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
};

function cruise(): Report {
  const run = spawnSync(
    "npx",
    ["depcruise", "shared", "functions", "infra", "--config", ".dependency-cruiser.mjs", "--output-type", "json"],
    {
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  if (run.stdout === "") throw new Error(`Cannot check the boundaries: ${run.stderr}`);
  return JSON.parse(run.stdout) as Report;
}

/** Folders that are made for what is planted. */
const newFolders = [...new Set(PLANTED.map(({ file }) => dirname(file)))].filter((folder) => !existsSync(folder));

function withPlanted(): Report {
  try {
    for (const { file, text } of PLANTED) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return cruise();
  } finally {
    for (const { file } of PLANTED) rmSync(file, { force: true });
    for (const folder of newFolders) rmSync(folder, { recursive: true, force: true });
  }
}

const clean = cruise();
for (const { rule, from, to } of clean.summary.violations) process.stdout.write(`${rule.name}: ${from} -> ${to}\n`);

const caught = withPlanted().summary.violations;
const missed = PLANTED.filter(
  ({ file, rule }) => !caught.some((each) => each.from === file && each.rule.name === rule),
);
for (const { file, rule } of missed) process.stdout.write(`not caught: ${file} should break "${rule}"\n`);

const planted = new Set([...PLANTED.map(({ rule }) => rule), ...UNPLANTED]);
const bare = clean.summary.ruleSetUsed.forbidden.filter(({ name }) => !planted.has(name));
for (const { name } of bare) process.stdout.write(`nothing planted: no file should break "${name}"\n`);

const clear = clean.summary.violations.length === 0 && clean.modules.length >= LEAST_MODULES;
const proved = missed.length === 0 && bare.length === 0;
process.stdout.write(
  `Boundaries: ${clean.modules.length} modules, ${clean.summary.violations.length} violations, ${PLANTED.length - missed.length} of ${PLANTED.length} planted ones caught\n`,
);
process.exitCode = clear && proved ? 0 : 1;
