/**
 * Compiles a pattern of `*` (any text, also none) and `?` (one character); case counts.
 *
 * No backtracking beyond the last `*`, so a hostile pattern costs its length times the text's and no more.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  if (!isWildcard(pattern)) return (text) => text === pattern;
  const star = pattern.indexOf("*");
  if (star === pattern.length - 1 && !pattern.includes("?")) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  return (text) => matches(pattern, text);
}

export const isWildcard = (pattern: string): boolean => pattern.includes("*") || pattern.includes("?");

/** How many characters of a pattern are literal: the longer, the more specific. */
export const literalLength = (pattern: string): number => pattern.replaceAll(/[*?]/g, "").length;

/** Whether every text that fits `inner` surely fits `outer`; false where that cannot be shown. */
export function patternCovers(outer: string, inner: string): boolean {
  if (outer === inner || outer === "*") return true;
  return !inner.includes("?") && !outer.includes("?") && matches(outer, inner);
}

/** Whether a text may fit both; true where the contrary cannot be shown. */
export function patternsMeet(left: string, right: string): boolean {
  if (!isWildcard(left)) return wildcard(right)(left);
  if (!isWildcard(right)) return wildcard(left)(right);
  const [leftHead, rightHead] = [headOf(left), headOf(right)];
  return leftHead.startsWith(rightHead) || rightHead.startsWith(leftHead);
}

const headOf = (pattern: string): string => pattern.split(/[*?]/, 1)[0] ?? "";

function matches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let next = 0;
  while (next < text.length) {
    const symbol = pattern[at];
    if (symbol === "*") {
      star = at;
      resume = next;
      at += 1;
    } else if (symbol === "?" || symbol === text[next]) {
      at += 1;
      next += 1;
    } else {
      if (star === -1) return false;
      at = star + 1;
      resume += 1;
      next = resume;
    }
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
