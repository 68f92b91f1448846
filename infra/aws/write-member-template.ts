import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { memberTemplate, type Tree } from "#infra/aws/member-template.ts";

// npm run member-template: the member stack as one file, for accounts that the CDK does not deploy to.
const root = join(import.meta.dirname, "../..");
const { context } = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")) as { context: Tree };
const file = join(root, "dist/tollgate-member.template.json");
const text = JSON.stringify(memberTemplate(context), undefined, 1);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${text}\n`);
process.stdout.write(`${relative(process.cwd(), file)}: ${Buffer.byteLength(text)} bytes\n`);
