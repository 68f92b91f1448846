import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { withoutBodies, withPlainKeys } from "#infra/aws/bundle-plugins.ts";
import { bundleOptions } from "#infra/aws/bundles.ts";

const folder = mkdtempSync(join(tmpdir(), "tollgate-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a module that says `text` becomes in a function's bundle. */
async function bundled(text: string): Promise<{ readonly code: string; readonly inputs: readonly string[] }> {
  const root = join(import.meta.dirname, "../../..");
  const { outExtension: _none, ...options } = bundleOptions(root);
  const { metafile, outputFiles } = await build({
    ...options,
    stdin: { contents: text, resolveDir: root },
    outfile: join(folder, "main.mjs"),
    sourcemap: false,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { code: outputFiles[0]?.text ?? "", inputs: inputs.map(([path]) => path) };
}

const READS_VOLUMES =
  'import { DescribeVolumesCommand, EC2Client } from "@aws-sdk/client-ec2"; export const read = () => new EC2Client({}).send(new DescribeVolumesCommand({}));';

describe("a function's bundle", () => {
  test("holds the shapes of the calls that are made, and not of the others", async () => {
    const { code } = await bundled(READS_VOLUMES);
    expect(code).toContain("DescribeVolumesRequest");
    expect(code).not.toContain("RunInstancesRequest");
  });

  test("takes credentials from the environment: no profile, no log-in, no instance is asked", async () => {
    const { inputs } = await bundled(READS_VOLUMES);
    expect(inputs.filter((path) => /credential-provider/.test(path))).toEqual([
      expect.stringContaining("credential-provider-env/dist-es/fromEnv.js"),
    ]);
  });

  test("takes settings from the environment: no file of a profile is read", async () => {
    const { inputs } = await bundled(READS_VOLUMES);
    expect(inputs).toContain("infra/aws/environment-configuration.ts");
    expect(inputs.filter((path) => /shared-ini-file-loader|fromSharedConfigFiles/.test(path))).toEqual([]);
  });

  test("knows the client's version and nothing else of its package", async () => {
    const { code } = await bundled(READS_VOLUMES);
    const { version } = JSON.parse(readFileSync("node_modules/@aws-sdk/client-ec2/package.json", "utf8"));
    expect(code).toContain(`"${version}"`);
    expect(code).not.toContain("devDependencies");
  });
});

describe("zod in a bundle", () => {
  test("reads what it is to read, and says that it was made without JSON schemas", async () => {
    const { code } = await bundled('import * as z from "zod"; export { z };');
    const file = join(folder, "zod.mjs");
    writeFileSync(file, code);
    const { z } = (await import(file)) as typeof import("zod");
    const text = z.object({ name: z.string() });
    expect(text.parse({ name: "orders" })).toEqual({ name: "orders" });
    expect(text.safeParse({}).success).toBe(false);
    expect(() => text.toJSONSchema()).toThrow("Cannot write a JSON schema");
  });

  test.each([
    ["a function says that it was left out", "export function f(a) {\n  return a;\n}", "export const f = leftOut;"],
    ["so does a constant", "export const f = (a) => a;", "export const f = leftOut;"],
    [
      "what makes a method makes one that says so",
      "export const createF = (a) => a;",
      "export const createF = () => leftOut;",
    ],
    ["a second name stays a name", "export { f as g };", "export { leftOut as g };"],
  ])("%s", (_why, text, expected) => {
    expect(withoutBodies(text)).toContain(expected);
  });
});

describe("keys of schemas", () => {
  test.each([
    [
      "a key of a constant is the constant's text",
      'const _eQN = "ec2QueryName";\nvar A = [{ [_eQN]: `x` }];',
      'ec2QueryName": `x`',
    ],
    ["a text with quotes stays one", 'const _q = "a\\"b";\nvar A = { [_q]: 1 };', '{ "a\\"b": 1 }'],
    ["a key that is no constant of the file stays computed", "var A = { [_else]: 1 };", "[_else]: 1"],
    ["a list that holds a constant stays", 'const _a = "A";\nvar A = [_a];', "[_a]"],
  ])("%s", (_why, text, expected) => {
    expect(withPlainKeys(text)).toContain(expected);
  });
});
