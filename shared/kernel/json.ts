/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

/**
 * One text per value: keys in code-unit order, no white space. What is hashed, is hashed in this form.
 *
 * Members that are undefined are left out, as JSON.stringify does.
 *
 * @throws TypeError on what JSON cannot write (NaN, Infinity, a bigint, a function)
 */
export function canonicalJson(value: Json | object): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`Cannot write ${value} as JSON`);
  if (value === null || typeof value !== "object") return scalarText(value);
  if (Array.isArray(value)) return `[${value.map((each: Json) => canonicalJson(each)).join(",")}]`;
  let members = "";
  // Text sorts by code units unless told otherwise.
  for (const key of Object.keys(value).toSorted()) {
    const member = (value as JsonObject)[key];
    if (member === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

function scalarText(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`Cannot write a ${typeof value} as JSON`);
  return text;
}
