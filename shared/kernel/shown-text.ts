/**
 * Text of others, fit to be shown: control characters (ANSI codes among them), halves of characters, the marks
 * that turn the direction of writing, and those that take no room are shown escaped, so that nobody reads anything but
 * what was written.
 */
export const shown = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
