import type { Texts } from "#shared/cost/batch.ts";

/** How providers write that there is no value. */
const NO_VALUE: ReadonlySet<string> = new Set(["", "NULL", "null", "(null)"]);

/** No provider writes a cell this long; a cell that never ends is a broken quote. */
export const LONGEST_CELL = 1_000_000;

/** The code of a cell's text; 0 where the cell says that there is no value. */
export const cellCode = (texts: Texts, text: string): number => (NO_VALUE.has(text) ? 0 : texts.codeOf(text));

export const isNoValue = (text: string): boolean => NO_VALUE.has(text);
