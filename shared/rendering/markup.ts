/** Text that may stand in a document as it is: made by {@link markup} only. */
export type Markup = { readonly markup: string };

/** What a template takes: text and numbers are escaped, markup is not, a list is joined, nothing is nothing. */
export type Part = Markup | string | number | undefined | readonly Part[];

/**
 * HTML or SVG from a template. Every inserted text is escaped, in content and in quoted attributes
 * alike, so that no name or reason out of a bill can become an element.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, index) => text + written(parts[index])).join("") };
}

/** Our own constant text, such as a style sheet, taken as it is. Never for anything read from outside. */
export const verbatim = (text: string): Markup => ({ markup: text });

const written = (part: Part): string => {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "markup" in part ? part.markup : part.map(written).join("");
};

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters and direction overrides, which no reader sees, are shown as their code point. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu;

const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")
    .replace(
      UNSEEN,
      (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
