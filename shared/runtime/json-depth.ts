const QUOTE = '"'.charCodeAt(0);
const ESCAPE = "\\".charCodeAt(0);
const OPENING: ReadonlySet<number> = new Set([..."[{"].map((bracket) => bracket.charCodeAt(0)));
const CLOSING: ReadonlySet<number> = new Set([..."]}"].map((bracket) => bracket.charCodeAt(0)));

/**
 * Whether JSON text has lists and objects more than `most` within each other.
 *
 * One pass, each character looked at once, so that no text makes it slow: a pattern that backtracks takes
 * minutes over a megabyte of quotes. Says nothing of whether the text is JSON at all.
 */
export function deeperThan(text: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

/** Where the quoted text that begins at `start` ends. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === ESCAPE ? 2 : 1;
  return at;
}
