import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { withPlainKeys } from "#infra/aws/bundle-plugins.ts";
import { BUNDLE_OPTIONS } from "#infra/aws/bundles.ts";

const folder = mkdtempSync(join(tmpdir(), "tollgate-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a module that says `text` becomes in a function's bundle. */
async function bundled(text: string): Promise<{ readonly code: string; readonly inputs: readonly string[] }> {
  const { outExtension: _none, ...options } = BUNDLE_OPTIONS;
  const { metafile, outputFiles } = await build({
    ...options,
    stdin: { contents: text, resolveDir: join(import.meta.dirname, "../../..") },
    outfile: join(folder, "main.mjs"),
    sourcemap: false,
    metafile: true,
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

  test("knows the client's version and nothing else of its package", async () => {
    const { code } = await bundled(READS_VOLUMES);
    const { version } = JSON.parse(readFileSync("node_modules/@aws-sdk/client-ec2/package.json", "utf8"));
    expect(code).toContain(`"${version}"`);
    expect(code).not.toContain("devDependencies");
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
