import type * as z from "zod";
import type { Verification } from "#shared/audit/verify-export.ts";

export type Broken = Extract<Verification, { intact: false }>;

export const altered = (where: string, why: string): Broken => ({ intact: false, what: "altered", where, why });

/** Each line of a file as what it is; the first that cannot be read is the answer. */
export function readLines<Value>(
  text: string,
  schema: z.ZodType<Value>,
  { file, first = 1 }: { readonly file: string; readonly first?: number },
): { readonly values: readonly Value[] } | Broken {
  const values: Value[] = [];
  const lines = text.split("\n");
  for (const [at, line] of lines.entries()) {
    if (at === lines.length - 1 && line === "") break;
    const parsed = schema.safeParse(jsonOf(line));
    if (!parsed.success) return altered(`${file} line ${at + first}`, "it cannot be read as what it was");
    values.push(parsed.data);
  }
  return { values };
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
