import { waysOf } from "#shared/contracts/documents/pattern-ways.ts";
import { type ScalarRead, type Shape, scalar } from "#shared/contracts/documents/shape.ts";

const LONGEST = 200;

/** More of these one after another take the cube of a text's length and above. */
const MOST_REPEATS = 3;

/** Tried in a tenth of a second; three repetitions without end, one after another, are as many. */
const MOST_WAYS = 64 ** 3;

/**
 * A regular expression that answers in time whatever text it meets.
 *
 * JavaScript's engine goes back and tries again, so what makes it try for ever is refused: a repeated
 * group that repeats or chooses inside, too many choices and optional parts one after another, references back, and
 * looking around. `(?i)` in front ignores case.
 */
export const pattern: Shape<string> = scalar<string>({
  code: "pattern",
  is: `it is a regular expression of at most ${LONGEST} characters, such as "[A-Z]{2,8}-[0-9]+"`,
  schema: { type: "string", maxLength: LONGEST },
  parse(text): ScalarRead<string> {
    const body = text.replace(/^\(\?i\)/, "");
    if (text === "" || text.length > LONGEST || !compiles(body)) return { refused: {} };
    const because = slowBecause(body);
    return because === undefined ? { value: text } : { refused: { because } };
  },
});

function compiles(body: string): boolean {
  try {
    new RegExp(`^(?:${body})$`, "u");
    return true;
  } catch {
    return false;
  }
}

function slowBecause(body: string): string | undefined {
  if (/\\[1-9]|\\k<|\(\?[=!<]/.test(body)) return "it may not look around or refer back";
  const bare = withoutLiterals(body);
  const again = String.raw`(?:[*+]|\{\d+,\}|\{\d{2,}|\{\d+,\d{2,}\})`;
  if (new RegExp(String.raw`\)${again}`).test(bare) && groupsRepeatWithin(bare)) {
    return "a repeated group may not repeat or choose inside it; that can take for ever";
  }
  const repeats = [...bare.matchAll(new RegExp(again, "g"))].length;
  if (repeats > MOST_REPEATS) return `it repeats in more than ${MOST_REPEATS} places; that can take for ever`;
  return waysOf(bare) > MOST_WAYS ? "it can be read in too many ways; that can take for ever" : undefined;
}

/** Escapes and classes stand for one character each. */
const withoutLiterals = (body: string): string =>
  body
    .replace(/\\(?:[pPu]\{[^}]*\}|.)/gsu, "x")
    .replace(/\[[^\]]*\]/gu, "x")
    .replace(/\(\?[a-z-]*:/g, "(");

/** From the innermost group outwards: a group that repeats or chooses is `R`, one that does neither is `x`. */
function groupsRepeatWithin(bare: string): boolean {
  let text = bare;
  for (;;) {
    const match = /\(([^()]*)\)([*+]|\{\d+(?:,\d*)?\})?/.exec(text);
    if (match === null) return false;
    const [whole, inner = "", repeat] = match;
    const busy = /[*+{|R]/.test(inner);
    if (repeat !== undefined && busy) return true;
    text = text.replace(whole, () => (repeat !== undefined || busy ? "R" : "x"));
  }
}
