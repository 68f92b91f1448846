/** A file that breaks one rule of the boundaries, and nothing else is wrong with it. */
export type Planted = { readonly file: string; readonly text: string; readonly rule: string };

const importing = (from: string): string => `import * as planted from "${from}";\nexport { planted };\n`;
const naming = (type: string, from: string): string =>
  `import type { ${type} } from "${from}";\nexport type Planted = ${type};\n`;

/** One at least for each rule: a rule that no file can break guards nothing, and nobody would notice. */
export const PLANTED: readonly Planted[] = [
  { file: "shared/kernel/planted-round.ts", text: importing("#shared/kernel/planted-round.ts"), rule: "no-circles" },
  { file: "shared/kernel/planted-lost.ts", text: importing("#shared/kernel/nowhere.ts"), rule: "not-resolved" },
  { file: "shared/kernel/planted.ts", text: 'import "#shared/storage/record.ts";\n', rule: "kernel-alone" },
  { file: "shared/catalog/planted.ts", text: importing("zod"), rule: "domain-pure" },
  { file: "shared/cost/planted.ts", text: importing("node:crypto"), rule: "domain-pure" },
  { file: "shared/access/planted.ts", text: naming("Log", "#shared/runtime/log.ts"), rule: "domain-inward" },
  { file: "shared/runs/planted.ts", text: importing("#shared/storage/records.ts"), rule: "domain-storage-types" },
  { file: "shared/catalog/planted-spoke.ts", text: importing("#shared/access/pin.ts"), rule: "catalog-first" },
  { file: "shared/policy/planted.ts", text: importing("#shared/cost/split.ts"), rule: "spokes-apart" },
  { file: "shared/contracts/planted.ts", text: naming("Log", "#shared/runtime/log.ts"), rule: "contracts" },
  { file: "shared/storage/planted.ts", text: naming("Log", "#shared/runtime/log.ts"), rule: "storage" },
  { file: "shared/plane/planted.ts", text: importing("#shared/adapters/local/clocks.ts"), rule: "plane" },
  {
    file: "shared/plane/planted-runtime.ts",
    text: importing("#shared/runtime/problem.ts"),
    rule: "plane-runtime-types",
  },
  { file: "shared/rendering/planted.ts", text: importing("#shared/plane/planted-runtime.ts"), rule: "plane-for-hosts" },
  { file: "shared/runtime/planted.ts", text: importing("#shared/access/pin.ts"), rule: "runtime" },
  { file: "shared/adapters/node/planted.ts", text: importing("#shared/runtime/problem.ts"), rule: "adapters" },
  {
    file: "shared/adapters/local/planted.ts",
    text: importing("#shared/adapters/aws/faults.ts"),
    rule: "adapters-apart",
  },
  {
    file: "functions/health-read/planted.ts",
    text: importing("#functions/outbox-sweep/function.ts"),
    rule: "functions-apart",
  },
  {
    file: "functions/health-read/routes/planted.ts",
    text: importing("#shared/adapters/local/clocks.ts"),
    rule: "handlers-unwired",
  },
  { file: "functions/planted/function.ts", text: importing("#shared/runtime/problem.ts"), rule: "specs-bare" },
  { file: "functions/planted/main.ts", text: importing("#shared/cost/split.ts"), rule: "wiring" },
  { file: "functions/cli/planted.ts", text: importing("#shared/cost/split.ts"), rule: "clients" },
  { file: "infra/aws/planted.ts", text: importing("#functions/health-read/main.ts"), rule: "cloud-host" },
  { file: "infra/local/planted-stack.ts", text: importing("aws-cdk-lib"), rule: "local-host" },
  { file: "infra/local/planted-aws.ts", text: importing("#shared/adapters/aws/clients/sts.ts"), rule: "laptop-to-aws" },
  { file: "infra/local/planted.ts", text: importing("#infra/emulator/decisions.ts"), rule: "not-to-the-emulator" },
  { file: "infra/emulator/planted.ts", text: importing("#infra/local/home.ts"), rule: "emulator-alone" },
  { file: "infra/tools/planted.ts", text: importing("#infra/local/home.ts"), rule: "tools-alone" },
  { file: "shared/findings/planted.ts", text: importing("#test/support/bills.ts"), rule: "not-to-tests" },
];

/** About one file that is there already, and nothing can be planted in its place. */
export const UNPLANTED: readonly string[] = ["client-wiring"];
