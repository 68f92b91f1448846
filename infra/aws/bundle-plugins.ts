import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

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
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};

/**
 * Lets esbuild leave out the shapes of calls that nobody makes, 540 kB of EC2 alone: the SDK writes them as objects
 * with computed keys, which a bundler keeps, since a key may be an expression that does something. These are constants
 * of the same file, so their text is put in their place.
 */
export const plainSchemaKeys: Plugin = {
  name: "plain-schema-keys",
  setup(builder) {
    builder.onLoad({ filter: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/ }, ({ path }) => ({
      contents: withPlainKeys(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};

/** The text of a schema file with `[_name]:` as the key that `const _name = "key";` says. */
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
