import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { forwardTemplate, memberTemplate, type Tree } from "#infra/aws/member-template.ts";

// npm run member-template: the member stack as one file, and what a further region needs as another, for accounts that
// the CDK does not deploy to. Without spaces: with them the member's would come near what CloudFormation takes in whole.
const root = join(import.meta.dirname, "../..");
const { context } = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")) as { context: Tree };
const folder = join(root, "dist");
mkdirSync(folder, { recursive: true });
for (const [name, template] of [
  ["member", memberTemplate(context)],
  ["forward", forwardTemplate(context)],
] as const) {
  const file = join(folder, `tollgate-${name}.template.json`);
  const text = JSON.stringify(template);
  writeFileSync(file, `${text}\n`);
  process.stdout.write(`${relative(process.cwd(), file)}: ${Buffer.byteLength(text)} bytes\n`);
}
