import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { withBuiltInsAtHand, withoutBodies, withPlainKeys } from "#infra/aws/bundle-plugins.ts";
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

/** What a bundle of `text` exports. */
async function exportsOf<Exports>(name: string, text: string): Promise<Exports> {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, (await bundled(text)).code);
  return (await import(file)) as Exports;
}

describe("built-ins of Node in a bundle", () => {
  test("are there by name, as a whole and by default", async () => {
    const names =
      'import fs, { readFileSync } from "node:fs"; import * as os from "os"; import { env } from "process";';
    const { found } = await exportsOf<{ readonly found: readonly boolean[] }>(
      "built-ins",
      `${names} import process from "node:process";
       export const found = [fs.readFileSync === readFileSync, os.platform() === process.platform, env === process.env];`,
    );
    expect(found).toEqual([true, true, true]);
  });

  test("are functions where they are, with what hangs on them", async () => {
    const { Stream, Readable, thrown } = await exportsOf<{
      readonly Stream: new () => object;
      readonly Readable: new () => object;
      readonly thrown: unknown;
    }>(
      "functions",
      `import Stream, { Readable } from "node:stream"; import { EventEmitter } from "node:events"; import assert from "node:assert";
       let thrown; try { assert(false); } catch (fault) { thrown = fault.code; }
       new EventEmitter(); export { Stream, Readable, thrown };`,
    );
    expect(new Readable()).toBeInstanceOf(Stream);
    expect(thrown).toBe("ERR_ASSERTION");
  });

  test.each(["node:http", "node:http2", "node:fs/promises"])(
    "%s is at hand where it is imported late",
    async (name) => {
      const text = withBuiltInsAtHand(`export const load = async () => await import("${name}");`);
      expect(text).not.toContain("import(");
      const file = join(folder, `late-${name.replaceAll(/\W/g, "-")}.mjs`);
      writeFileSync(file, text);
      const { load } = (await import(file)) as { readonly load: () => Promise<{ readonly default: object }> };
      const [late, real] = [await load(), await import(name)];
      expect(late.default).toBe(real.default);
      for (const key of Object.keys(real.default)) expect(late).toHaveProperty(key);
    },
  );
});

/** Runs a bundle of `text` in a process of its own, where `answer` is what AWS says; what it wrote, and what AWS heard. */
async function ran<Told>(text: string, answer: string) {
  const heard: IncomingHttpHeaders[] = [];
  const answering = createServer((asked, said) => {
    heard.push(asked.headers);
    asked.resume().on("end", () => said.end(answer));
  });
  await new Promise<void>((done) => answering.listen(0, "127.0.0.1", done));
  const file = join(folder, `ran-${randomUUID()}.mjs`);
  writeFileSync(file, (await bundled(text)).code);
  const { stdout } = await promisify(execFile)(process.execPath, [file], {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(answering.address() as AddressInfo).port}`,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
  });
  answering.close();
  return { told: JSON.parse(stdout) as Told, heard };
}

const READS_A_ROW = `import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
  const { Item } = await new DynamoDBClient({}).send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "a" } } }));
  process.stdout.write(JSON.stringify({ Item, loaded: process.moduleLoadList }), () => process.exit(0));`;

const KEEPS_A_FILE = `import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
  const s3 = new S3Client({ forcePathStyle: true });
  const where = { Bucket: "b", Key: "k" };
  await s3.send(new PutObjectCommand({ ...where, Body: "orders", ChecksumAlgorithm: "SHA256" }));
  const { Body } = await s3.send(new GetObjectCommand(where));
  const parts = [];
  for await (const part of Body) parts.push(part);
  process.stdout.write(JSON.stringify(Buffer.concat(parts).toString()), () => process.exit(0));`;

describe("the first call of a bundle", () => {
  test("is signed, reads its answer, and has Node load neither streams nor cryptography of the web", async () => {
    type Told = { readonly Item: object; readonly loaded: readonly string[] };
    const { told, heard } = await ran<Told>(READS_A_ROW, '{"Item":{"pk":{"S":"a"}}}');
    expect(told.Item).toEqual({ pk: { S: "a" } });
    expect(told.loaded.filter((name) => /webstreams|webcrypto/.test(name))).toEqual([]);
    expect(heard).toEqual([
      expect.objectContaining({
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=test\/.*, Signature=[0-9a-f]{64}$/),
        "amz-sdk-invocation-id": expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      }),
    ]);
  });

  test("sums and puts a file, and reads one as it comes", async () => {
    const { told, heard } = await ran<string>(KEEPS_A_FILE, "orders of today");
    expect(told).toBe("orders of today");
    // printf orders | openssl dgst -sha256 -binary | base64
    expect(heard[0]?.["x-amz-checksum-sha256"]).toBe("HBaK2wDSCOQvkzFFKfH6nAQn62MjPO2pWl21K3ASpxk=");
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
