// Runs the boundary rules, then plants violations that each must be caught: a checker that cruises
// nothing passes everything, and has.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

type Planted = { readonly file: string; readonly text: string; readonly rule: string };

const PLANTED: readonly Planted[] = [
  { file: "shared/kernel/planted.ts", text: 'import "#shared/storage/record.ts";\n', rule: "kernel-alone" },
  {
    file: "shared/catalog/planted.ts",
    text: 'import * as z from "zod";\nexport const planted = z;\n',
    rule: "domain-pure",
  },
  {
    file: "shared/cost/planted.ts",
    text: 'import { randomUUID } from "node:crypto";\nexport const planted = randomUUID;\n',
    rule: "domain-pure",
  },
  {
    file: "shared/access/planted.ts",
    text: 'import type { Log } from "#shared/runtime/log.ts";\nexport type Planted = Log;\n',
    rule: "domain-inward",
  },
  {
    file: "functions/health-read/planted.ts",
    text: 'import { outboxSweep } from "#functions/outbox-sweep/function.ts";\nexport const planted = outboxSweep;\n',
    rule: "functions-apart",
  },
  {
    file: "infra/emulator/planted.ts",
    text: 'import { openHome } from "#infra/local/home.ts";\nexport const planted = openHome;\n',
    rule: "emulator-alone",
  },
  {
    file: "infra/tools/planted.ts",
    text: 'import { openHome } from "#infra/local/home.ts";\nexport const planted = openHome;\n',
    rule: "tools-alone",
  },
  {
    file: "infra/local/planted-aws.ts",
    text: 'import { stsClient } from "#shared/adapters/aws/clients/sts.ts";\nexport const planted = stsClient;\n',
    rule: "laptop-to-aws",
  },
  {
    file: "infra/local/planted.ts",
    text: 'import { readDecisions } from "#infra/emulator/decisions.ts";\nexport const planted = readDecisions;\n',
    rule: "not-to-the-emulator",
  },
];

const LEAST_MODULES = 100;

type Report = {
  readonly modules: readonly unknown[];
  readonly summary: {
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

function withPlanted(): Report {
  try {
    for (const { file, text } of PLANTED) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return cruise();
  } finally {
    for (const { file } of PLANTED) rmSync(file, { force: true });
  }
}

const clean = cruise();
for (const { rule, from, to } of clean.summary.violations) process.stdout.write(`${rule.name}: ${from} -> ${to}\n`);

const caught = withPlanted().summary.violations;
const missed = PLANTED.filter(
  ({ file, rule }) => !caught.some((each) => each.from === file && each.rule.name === rule),
);
for (const { file, rule } of missed) process.stdout.write(`not caught: ${file} should break "${rule}"\n`);

const fine = clean.summary.violations.length === 0 && missed.length === 0 && clean.modules.length >= LEAST_MODULES;
process.stdout.write(
  `Boundaries: ${clean.modules.length} modules, ${clean.summary.violations.length} violations, ${PLANTED.length - missed.length} of ${PLANTED.length} planted ones caught\n`,
);
process.exitCode = fine ? 0 : 1;
