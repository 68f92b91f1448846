import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

/**
 * Has schemas of contracts, and of what functions are told, made when they are first used. A start would make up to
 * 800 of them, a fifth of its time, for the few that its event reads; the ones of answers are never read where
 * functions run.
 */
export const lateSchemas: Plugin = {
  name: "late-schemas",
  setup(builder) {
    const lateSchema = fileURLToPath(new URL("late-schema.ts", import.meta.url));
    builder.onLoad({ filter: /\/shared\/(contracts\/.*|runtime\/function-env)\.ts$/ }, ({ path }) => ({
      // On the last line: the lines of the map hold.
      contents: `${withLateSchemas(readFileSync(path, "utf8"))}import { lateSchema } from ${JSON.stringify(lateSchema)};`,
      loader: "ts",
    }));
  },
};

/*
 * Where a statement or a property ends is told by how everything here is formatted: the next one begins as far left.
 * What is written otherwise stays as it is, and is made at the start.
 */
const SCHEMA = String.raw`(?:z\b|[A-Z]\w*\.(?:extend|omit|pick|meta|optional)\()[\s\S]*?`;
const STATEMENT_ENDS = String.raw`;$(?=\n+[a-z/]|\n*(?![\s\S]))`;
const PROPERTY_ENDS = String.raw`,$(?=\n(?: {2}[\w./]|\}))`;

const CONSTANT = new RegExp(String.raw`^((?:export )?const \w+(?:: [^=\n]+)? = )(${SCHEMA})${STATEMENT_ENDS}`, "gm");
const OBJECT = new RegExp(String.raw`^(?:export )?const \w+(?:: [^=\n]+)? = \{\n[\s\S]*?${STATEMENT_ENDS}`, "gm");
const PROPERTY = new RegExp(String.raw`^( {2}\w+: )(${SCHEMA})${PROPERTY_ENDS}`, "gm");
const ANSWERS = new RegExp(String.raw`^ {2}answers: (\{[\s\S]*?\})${PROPERTY_ENDS}`, "gm");

/** The text of a module with its schemas, those of fields and of routes too, as late ones; each line stays where it is. */
export const withLateSchemas = (text: string): string =>
  text
    .replace(CONSTANT, (_, name: string, schema: string) => `${name}${late(schema)};`)
    .replace(OBJECT, (object) =>
      object
        .replace(PROPERTY, (_, name: string, schema: string) => `${name}${late(schema)},`)
        .replace(ANSWERS, (_, answers: string) => `  get answers() { return ${answers}; },`),
    );

// Pure: a schema that nobody names is left out.
const late = (schema: string): string => `/* @__PURE__ */ lateSchema(() => ${schema})`;
