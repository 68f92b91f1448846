/**
 * What a repetition without end counts for: several share one text between them. Measured on the longest that is
 * matched, a tag's 256 characters: three of them take half as long as 64 times 64 times 64 choices.
 */
const ENDLESS = 64;

type Reader = { readonly text: string; at: number };

/**
 * In how many ways a regular expression can be laid over one text, at most: as often does an engine that goes back
 * and tries again have to try. Infinite where a group repeats without end that could be laid in two ways already.
 *
 * @param bare - an expression that compiles, each escape and class in it one character, and its groups plain
 */
export const waysOf = (bare: string): number => choiceOf({ text: bare, at: 0 });

/** `a|b`: one after the other is tried. */
function choiceOf(reader: Reader): number {
  let ways = sequenceOf(reader);
  while (reader.text[reader.at] === "|") {
    reader.at += 1;
    ways += sequenceOf(reader);
  }
  return ways;
}

/** `ab`: each way of the one with each way of the other. */
function sequenceOf(reader: Reader): number {
  let ways = 1;
  while (reader.at < reader.text.length && !"|)".includes(reader.text[reader.at] ?? "")) {
    ways *= repeatedOf(atomOf(reader), reader);
  }
  return ways;
}

function atomOf(reader: Reader): number {
  const opens = reader.text[reader.at] === "(";
  reader.at += 1;
  if (!opens) return 1;
  const ways = choiceOf(reader);
  reader.at += 1;
  return ways;
}

const QUANTIFIER = /(?:([*+])|(\?)|\{(\d+)(?:(,)(\d*))?\})\??/y;

function repeatedOf(ways: number, reader: Reader): number {
  QUANTIFIER.lastIndex = reader.at;
  const match = QUANTIFIER.exec(reader.text);
  if (match === null) return ways;
  reader.at += match[0].length;
  const [, endless, optional, least = "", comma, most = ""] = match;
  if (optional !== undefined) return ways + 1;
  if (endless !== undefined || (comma !== undefined && most === "")) return ways > 1 ? Infinity : ENDLESS;
  const times = comma === undefined ? Number(least) : Number(most);
  return ways ** times * (times - Number(least) + 1);
}
