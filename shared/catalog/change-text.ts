import type { FieldChange } from "#shared/catalog/plan-catalog.ts";
import { valueText } from "#shared/catalog/value-text.ts";
import type { Json } from "#shared/kernel/json.ts";

/** What a line shows of one value; the whole of it is in the answer. In characters. */
const LONGEST = 100;

/** The fields of a change in a line each: `classification confidential → internal`. */
export const fieldTexts = (fields: readonly FieldChange[]): readonly string[] =>
  fields.map(({ pointer, from, to }) => {
    const [was, is] = [brief(from, pointer), brief(to, pointer)];
    // What differs lies behind where both are cut: twice the same beginning tells nothing.
    return was === is ? `${pointer.slice(1)} changes` : `${pointer.slice(1)} ${was} → ${is}`;
  });

/** A word stands as it is written, everything else as JSON; nothing is a word too. */
function brief(value: Json, pointer: string): string {
  const text = value === null ? "nothing" : typeof value === "string" ? value : valueText(value, pointer);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
