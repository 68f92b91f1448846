import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import { cloudDescription } from "#shared/contracts/http/cloud-description.ts";

/**
 * Resolves every built-in of Node to a stub that reads it by `process.getBuiltinModule`: in an ES module
 * `import "node:http"` makes every export ready, which is most of the cold start of an SDK bundle.
 */
export const lazyBuiltIns: Plugin = {
  name: "lazy-built-ins",
  setup(builder) {
    builder.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, "");
      const known = kind !== "entry-point" && process.getBuiltinModule(name) !== undefined;
      return known ? { path: name, namespace: "built-in" } : undefined;
    });
    builder.onLoad({ filter: /.*/, namespace: "built-in" }, ({ path }) => ({
      // By inheritance: the bundler copies what is a module's own, 1.5 ms of a start for the names of node:fs.
      contents: `const builtIn = process.getBuiltinModule(${JSON.stringify(path)});
        module.exports = typeof builtIn === "object" ? Object.create(builtIn) : builtIn;`,
      loader: "js",
    }));
  },
};

/** The text of a module with its late imports of built-ins of Node as what is there: each would be a file to load. */
export const withBuiltInsAtHand = (text: string): string =>
  text.replaceAll(/\bimport\("node:([\w/]+)"\)/g, (_, name: string) => {
    const builtIn = `process.getBuiltinModule("${name}")`;
    return `Promise.resolve(Object.create(${builtIn}, { default: { value: ${builtIn} } }))`;
  });

/**
 * Tells what is a stream or a blob of the web by what it can do, and not by its class: to name the classes has Node load
 * them, 4 ms of a first answer, and what answers is a stream of Node's.
 */
export const noWebStreams: Plugin = {
  name: "no-web-streams",
  setup(builder) {
    builder.onLoad(
      { filter: /@smithy\/core\/dist-es\/submodules\/serde\/util-stream\/stream-type-check\.js$/ },
      () => ({
        contents: `export const isReadableStream = (stream) => typeof stream?.getReader === "function";
        export const isBlob = (blob) => typeof blob?.arrayBuffer === "function";`,
        loader: "js",
      }),
    );
  },
};

/**
 * The text of a schema file with `[_name]:` as the key that `const _name = "key";` says. It lets esbuild leave out the
 * shapes of calls that nobody makes, 540 kB of EC2 alone: the SDK writes them as objects with computed keys, which a
 * bundler keeps, since a key may be an expression that does something.
 */
export function withPlainKeys(schemas: string): string {
  const texts = new Map([...schemas.matchAll(/^const (_\w+) = (".*");$/gm)].map(([, name, text]) => [name, text]));
  return schemas.replaceAll(/\[(_\w+)\]:/g, (whole, name: string) => {
    const text = texts.get(name);
    return text === undefined ? whole : `${text}:`;
  });
}

/**
 * Takes credentials from the environment and nowhere else, which is where Lambda puts those of the function's role
 * (Lambda developer guide, "Defined runtime environment variables"). The SDK's own chain also knows of profiles, single
 * sign-on, log-in and instance metadata: 100 kB that a function cannot use.
 */
export const environmentCredentials: Plugin = {
  name: "environment-credentials",
  setup(builder) {
    const replaced = { path: fileURLToPath(new URL("environment-credentials.ts", import.meta.url)) };
    builder.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => replaced);
  },
};

/**
 * Takes the SDK's settings from the environment and nowhere else, as a function has no profile of its own: each setting
 * that the environment leaves open would first be looked for in `~/.aws`, 3 ms of a first call.
 */
export const environmentConfiguration: Plugin = {
  name: "environment-configuration",
  setup(builder) {
    const file = fileURLToPath(new URL("environment-configuration.ts", import.meta.url));
    builder.onLoad(
      { filter: /@smithy\/core\/dist-es\/submodules\/config\/node-config-provider\/configLoader\.js$/ },
      () => ({
        contents: `export { loadConfig } from ${JSON.stringify(file)};`,
        loader: "js",
      }),
    );
  },
};

/**
 * Takes hashes and random ids from Node and nowhere else. The SDK brings a hash of its own for where Node has none, and
 * looks for ids where browsers have them, which has Node load all of the web's cryptography: 1 ms of a start.
 */
export const nodeCrypto: Plugin = {
  name: "node-crypto",
  setup(builder) {
    builder.onLoad({ filter: /@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/ }, () => ({
      contents: "export class Sha256Js {}",
      loader: "js",
    }));
    builder.onLoad({ filter: /@smithy\/core\/dist-es\/submodules\/serde\/uuid\/v4\.js$/ }, () => ({
      contents: 'import { randomUUID } from "node:crypto"; export const bindV4 = () => () => randomUUID();',
      loader: "js",
    }));
  },
};

/** Of its own package.json a client uses the version. */
export const versionsOnly: Plugin = {
  name: "versions-only",
  setup(builder) {
    builder.onLoad({ filter: /@aws-sdk\/client-[\w-]+\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, "utf8")) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** Leaves out what reads and writes event streams, which the SDK imports late: no call of ours streams events. */
export const noEventStreams: Plugin = {
  name: "no-event-streams",
  setup(builder) {
    builder.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "event-streams", namespace: "left-out" } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: `throw new Error("Cannot use ${path}: the bundle of this function was made without");`,
      loader: "js",
    }));
  },
};

/**
 * Leaves out the memory of discovered endpoints, a cache of the least recently used that takes 8 kB: DynamoDB discovers
 * none unless it is asked to by `AWS_ENABLE_ENDPOINT_DISCOVERY` (SDK reference guide, "Endpoint discovery").
 */
export const noEndpointCache: Plugin = {
  name: "no-endpoint-cache",
  setup(builder) {
    builder.onLoad({ filter: /@aws-sdk\/endpoint-cache\/dist-es\/EndpointCache\.js$/ }, () => ({
      contents:
        "export class EndpointCache { getEndpoint() {} get() {} set() {} delete() {} has() { return false; } clear() {} }",
      loader: "js",
    }));
  },
};

/**
 * Leaves out what writes JSON schemas, 20 kB of zod that each of its types names: of all functions one answers with
 * such schemas, and its bundle holds the answer.
 */
export const noJsonSchemas: Plugin = {
  name: "no-json-schemas",
  setup(builder) {
    builder.onLoad({ filter: /zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/ }, ({ path }) => ({
      contents: withoutBodies(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};

/** A module with the same exports, each of which says that it was left out; those that make a method make one that does. */
export function withoutBodies(text: string): string {
  const names = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = ""]) => name);
  const renamed = [...text.matchAll(/^export \{ \w+ as (\w+) \};/gm)].map(([, name = ""]) => name);
  return [
    'const leftOut = () => { throw new Error("Cannot write a JSON schema: the bundle of this function was made without"); };',
    ...names.map((name) => `export const ${name} = ${name.startsWith("create") ? "() => leftOut" : "leftOut"};`),
    ...renamed.map((name) => `export { leftOut as ${name} };`),
  ].join("\n");
}

/** Puts the description of the API in the place of what makes it from all contracts. */
export const describedAlready = (version: string): Plugin => ({
  name: "described-already",
  setup(builder) {
    builder.onLoad({ filter: /\/contracts\/http\/cloud-description\.ts$/ }, () => {
      const text = JSON.stringify(JSON.stringify(cloudDescription(version)));
      return { contents: `export const cloudDescription = () => JSON.parse(${text});`, loader: "js" };
    });
  },
});
