import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as zod from "zod";
import { lateSchemas, withLateSchemas } from "#infra/aws/late-schemas.ts";

const ROOT = join(import.meta.dirname, "../../..");
const CONTRACTS = globSync("shared/contracts/**/*.ts", { cwd: ROOT }).toSorted();

describe("schemas of contracts in a bundle", () => {
  test.each([
    [
      "a schema is made late",
      "export const Name = z.string().min(1);\n",
      "export const Name = /* @__PURE__ */ lateSchema(() => z.string().min(1));\n",
    ],
    ["so is one that says its type", "const a: z.ZodType<A> = z.json();\n", "lateSchema(() => z.json());"],
    [
      "one of several lines ends where the next statement begins",
      'export const hash = z\n  .string()\n  .refine((text) => {\n    const at = text.indexOf("a");\n    return at > 0;\n  });\n\nexport const other = z.int();\n',
      "    return at > 0;\n  }));\n\nexport const other = /* @__PURE__ */ lateSchema(() => z.int());",
    ],
    [
      "what a route is asked is made late",
      'const a = {\n  body: z.strictObject({\n    name: z.string(),\n  }),\n  problems: { 404: "no" },\n} as const;\n',
      "lateSchema(() => z.strictObject({\n    name: z.string(),\n  })),\n",
    ],
    [
      "also where it widens another",
      "const a = {\n  params: Id.extend({ n: z.int() }),\n};\n",
      "lateSchema(() => Id.extend({ n: z.int() })),",
    ],
    [
      "what it answers is made for whoever asks",
      "const a = {\n  answers: { 200: z.strictObject({ a: z.int() }) },\n};\n",
      "  get answers() { return { 200: z.strictObject({ a: z.int() }) }; },",
    ],
    [
      "the fields of several shapes are made late",
      "const facts = {\n  id: Id,\n  at: z\n    .int(),\n  ...more,\n};\n",
      "  id: Id,\n  at: /* @__PURE__ */ lateSchema(() => z\n    .int()),\n  ...more,\n};\n",
    ],
    [
      "a field that may be missing is late too",
      "const levels = {\n  review: Length.optional(),\n};\n",
      "lateSchema(() => Length.optional()),",
    ],
    [
      "a schema of several lines is late as a whole",
      "const a = z.strictObject({\n  b: z.int(),\n});\n",
      "const a = /* @__PURE__ */ lateSchema(() => z.strictObject({\n  b: z.int(),\n}));\n",
    ],
    ["what is no schema stays", "export const LIMIT = 5;\n", "export const LIMIT = 5;\n"],
  ])("%s", (_why, text, expected) => {
    expect(withLateSchemas(text)).toContain(expected);
  });

  test.each(CONTRACTS)("%s makes none of its constants at the start, and keeps its lines", (path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    const late = withLateSchemas(text);
    expect(late.match(/^(export )?const \w+(: [^=\n]+)? =\s+z\b.*$/gm) ?? []).toEqual([]);
    expect(late.match(/^ {2}(params|query|body): (z|[A-Z]\w*)\..*$/gm) ?? []).toEqual([]);
    expect(late.match(/^ {2}answers:.*$/gm) ?? []).toEqual([]);
    expect(late.split("\n")).toHaveLength(text.split("\n").length);
  });
});

describe("a late schema", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "tollgate-late-schemas-"));
  const modules: { readonly early: Contracts; readonly late: Contracts }[] = [];
  beforeAll(async () => {
    const [early, late] = await Promise.all([contracts("early", []), contracts("late", [lateSchemas])]);
    modules.push({ early, late });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** All that contracts export, as a bundle with `plugins` has it, with the zod that made them. */
  async function contracts(name: string, plugins: readonly Plugin[]): Promise<Contracts> {
    const outfile = join(folder, `${name}.mjs`);
    const lines = CONTRACTS.map((path, at) => `export * as m${at} from "./${path}";`);
    await build({
      stdin: { contents: [...lines, 'export * as z from "zod";'].join("\n"), resolveDir: ROOT },
      absWorkingDir: ROOT,
      bundle: true,
      format: "esm",
      platform: "node",
      outfile,
      plugins: [...plugins],
      logLevel: "error",
    });
    return (await import(outfile)) as Contracts;
  }

  /** Each exported schema, and each of a route, by module and name. */
  function schemasOf({ z, ...exported }: Contracts): ReadonlyMap<string, zod.ZodType> {
    const found = new Map<string, zod.ZodType>();
    const add = (name: string, value: unknown): void => {
      if (value instanceof z.ZodType) found.set(name, value);
      else if (typeof value === "object" && value !== null && "operation" in value) {
        const { params, query, body, answers } = value as { [part: string]: unknown };
        for (const [part, schema] of Object.entries({ params, query, body, ...(answers as object) }))
          add(`${name} ${part}`, schema);
      }
    };
    for (const [at, module] of Object.entries(exported))
      for (const [name, value] of Object.entries(module)) add(`${CONTRACTS[Number(at.slice(1))]} ${name}`, value);
    return found;
  }

  /** The kinds of all schemas that a bundle of contracts makes when it is loaded. */
  async function madeAtTheStart(name: string): Promise<readonly string[]> {
    const made: string[] = [];
    const settings = zod.config() as { postProcessor?: (schema: zod.ZodType) => void };
    settings.postProcessor = ({ _zod }) => made.push(_zod.def.type);
    await import(`${join(folder, name)}.mjs?anew`);
    delete settings.postProcessor;
    return made;
  }

  test("is not made at the start, of no contract", async () => {
    expect((await madeAtTheStart("early")).length).toBeGreaterThan(500);
    expect(await madeAtTheStart("late")).toEqual([]);
  });

  test("reads what it is to read, and refuses the rest", () => {
    const [{ late } = { late: undefined }] = modules;
    const at = CONTRACTS.indexOf("shared/contracts/stored/plan.ts");
    const StoredPlanPage = late?.[`m${at}`]?.["StoredPlanPage"] as zod.ZodType;
    const entry = { resource: "r", type: "t", account: "a", region: "", name: "n", will: "person", changes: [] };
    expect(StoredPlanPage.parse({ plan: "P-1", page: 0, entries: [entry] })).toMatchObject({ entries: [entry] });
    expect(StoredPlanPage.safeParse({ plan: "P-1", page: -1, entries: [] }).success).toBe(false);
    expect(StoredPlanPage.array().safeParse([{ plan: "P-1" }]).success).toBe(false);
  });

  test("says what the schema says that was made early", () => {
    const [{ early, late } = { early: undefined, late: undefined }] = modules;
    if (early === undefined || late === undefined) throw new Error("No contracts were bundled");
    const [expected, found] = [schemasOf(early), schemasOf(late)];
    expect(expected.size).toBeGreaterThan(150);
    expect([...found.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
    for (const [name, schema] of expected) expect(definitionOf(found.get(name)), name).toEqual(definitionOf(schema));
  });
});

/** What a schema was made of, down to its last check; of a function only that it is one. */
function definitionOf(value: unknown): unknown {
  if (typeof value === "function") return "a function";
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map(definitionOf);
  if (typeof value !== "object" || value === null) return value;
  const made = "_zod" in value ? (value as zod.ZodType)._zod.def : value;
  return Object.fromEntries(Object.entries(made).map(([name, part]) => [name, definitionOf(part)]));
}

type Contracts = { readonly z: typeof zod } & { readonly [module: string]: { readonly [name: string]: unknown } };
