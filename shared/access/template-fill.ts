/** What placeholders stand for: one value each, or several (one text then becomes several). */
export type Filling = {
  readonly one: { readonly [name: string]: string | undefined };
  readonly many: { readonly [name: string]: readonly string[] };
};

/**
 * Fills `{name}` in a text; `{{` is a brace. One text per combination of the placeholders with several
 * values; a placeholder that nothing fills is named in `missing`, and then `values` must not be used.
 */
export function fillText(
  text: string,
  filling: Filling,
): { readonly values: readonly string[]; readonly missing: readonly string[] } {
  const missing: string[] = [];
  let values = [""];
  for (const part of text.match(/\{\{|\{[A-Za-z][A-Za-z0-9]*\}|[^{]+|\{/g) ?? []) {
    const fillers = fillersOf(part, filling);
    if (fillers.length === 0) missing.push(part.slice(1, -1));
    values = values.flatMap((begun) => fillers.map((each) => begun + each));
  }
  return { values: [...new Set(values)], missing };
}

function fillersOf(part: string, { one, many }: Filling): readonly string[] {
  if (part === "{{") return ["{"];
  if (!/^\{[A-Za-z]/.test(part)) return [part];
  const name = part.slice(1, -1);
  if (Object.hasOwn(one, name)) return one[name] === undefined ? [] : [one[name]];
  return Object.hasOwn(many, name) ? (many[name] ?? []) : [];
}
