import type { Context } from "./statement.ts";

// A `*` or `?` that came out of a variable is a character, not a wildcard. It travels as one of these.
const STAR = "\uE000";
const MARK = "\uE001";

/**
 * Whether `text` fits `pattern`, where `*` stands for any characters and `?` for exactly one.
 *
 * Backtracks to the last star only, so hostile patterns cost pattern times text and never more.
 */
export function fits(pattern: string, text: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[place] === "*") {
      star = place++;
      resume = at;
    } else if (place < pattern.length && sameCharacter(pattern.charAt(place), text.charAt(at))) {
      place++;
      at++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[place] === "*") place++;
  return place === pattern.length;
}

/** Actions are not case-sensitive. */
export const fitsAction = (pattern: string, action: string): boolean =>
  fits(pattern.toLowerCase(), action.toLowerCase());

/**
 * Whether an ARN fits a pattern: wildcards stay within the segments that the first five colons divide,
 * but a star that ends a segment may run on across them, and missing segments are stars (`arn:aws:sqs`
 * is `arn:aws:sqs:*:*:*`). IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function fitsArn(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const wanted = segments(pattern);
  const found = segments(arn);
  if (found.length < 6) return pattern === arn;
  if (found.every((segment, index) => fits(wanted[index] ?? "*", segment))) return true;
  const crossing = wanted.slice(0, 5).some((segment) => segment.endsWith("*"));
  return crossing && (fitsAcross(pattern, arn) || fitsAcross(completed(wanted), arn));
}

const completed = (wanted: readonly string[]): string =>
  [...wanted, ...Array<string>(6 - wanted.length).fill("*")].join(":");

/** {@link fitsArn} with every place in the pattern that the text read so far can have led to. */
function fitsAcross(pattern: string, arn: string): boolean {
  let places = spread(new Set([0]), pattern);
  let colons = 0;
  for (const character of arn) {
    const border = character === ":" && colons < 5;
    if (border) colons += 1;
    places = spread(new Set([...places].flatMap((place) => step(pattern, place, { character, border }))), pattern);
  }
  return places.has(pattern.length);
}

type Read = { readonly character: string; readonly border: boolean };

function step(pattern: string, place: number, { character, border }: Read): readonly number[] {
  const wanted = pattern[place];
  if (wanted === undefined) return [];
  if (wanted === "*") return !border || pattern[place + 1] === ":" || place + 1 === pattern.length ? [place] : [];
  if (wanted === "?") return border ? [] : [place + 1];
  return sameCharacter(wanted, character) ? [place + 1] : [];
}

/** A star may also stand for nothing. */
function spread(places: Set<number>, pattern: string): Set<number> {
  for (const place of places) if (pattern[place] === "*") places.add(place + 1);
  return places;
}

/**
 * A policy value with its `${…}` variables filled in, or undefined when the request lacks one.
 *
 * `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'x'}` has a default. With
 * `literal` the result is compared as it stands, else its filled-in wildcards are kept inert.
 */
export function fillIn(text: string, context: Context, literal = false): string | undefined {
  if (!text.includes("${")) return text;
  let missing = false;
  const filled = text.replace(/\$\{([^}]*)\}/g, (_whole, inside: string) => {
    const value = variable(inside, context);
    if (value === undefined) missing = true;
    return literal ? (value ?? "") : inert(value ?? "");
  });
  return missing ? undefined : filled;
}

function variable(inside: string, context: Context): string | undefined {
  if (inside === "*" || inside === "?" || inside === "$") return inside;
  const [, key = "", fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
  const value = context.get(key.toLowerCase());
  return typeof value === "string" ? value : fallback;
}

const inert = (value: string): string => value.replaceAll("*", STAR).replaceAll("?", MARK);

function sameCharacter(wanted: string, found: string): boolean {
  if (wanted === "?" || wanted === found) return true;
  return (wanted === STAR && found === "*") || (wanted === MARK && found === "?");
}

function segments(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
