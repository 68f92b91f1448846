import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

/**
 * Has schemas of contracts made when they are first used. A start would make 200 to 800 of them, a fifth of its time,
 * for the few that its event reads; the ones of answers are never read where functions run.
 */
export const lateSchemas: Plugin = {
  name: "late-schemas",
  setup(builder) {
    const lateSchema = fileURLToPath(new URL("late-schema.ts", import.meta.url));
    builder.onLoad({ filter: /\/shared\/contracts\/.*\.ts$/ }, ({ path }) => ({
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
const CONSTANT = /^((?:export )?const \w+(?:: [^=\n]+)? = )(z\b[\s\S]*?);$(?=\n+[a-z/]|\n*(?![\s\S]))/gm;
const ASKED = /^( {2}(?:params|query|body): )((?:z|[A-Z]\w*)\.[\s\S]*?),$(?=\n(?: {2}\w|\}))/gm;
const ANSWERED = /^( {2})answers: (\{[\s\S]*?\}),$(?=\n(?: {2}\w|\}))/gm;

/** The text of a module with its schemas, and those of its routes, as late ones; each line stays where it is. */
export const withLateSchemas = (text: string): string =>
  text
    .replace(CONSTANT, (_, name: string, schema: string) => `${name}${late(schema)};`)
    .replace(ASKED, (_, name: string, schema: string) => `${name}${late(schema)},`)
    .replace(ANSWERED, (_, indent: string, answers: string) => `${indent}get answers() { return ${answers}; },`);

// Pure: a schema that nobody names is left out.
const late = (schema: string): string => `/* @__PURE__ */ lateSchema(() => ${schema})`;
