import { didYouMean } from "#shared/catalog/did-you-mean.ts";

/** Something that has an id, and the sentence that stands beside it where ids are offered. */
export type Known = { readonly id: string; readonly says: string };

/** What a typed id, or the beginning of one, stands for among what is known. */
export type Match =
  | { readonly kind: "one"; readonly known: Known }
  | { readonly kind: "several"; readonly among: readonly Known[] }
  | { readonly kind: "none"; readonly near?: Known };

/**
 * Reads a typed id: the id itself, or a beginning that only one id has.
 *
 * A whole id wins over longer ones that begin with it. A beginning that says nothing (`""`, `R`, `R-`) is
 * never one thing, even where there is only one: it cannot have been meant. Capitals count, since ids
 * may differ by them; the nearest one is named all the same.
 */
export function matchId(typed: string, all: readonly Known[]): Match {
  const known = [...new Map(all.map((each) => [each.id, each])).values()];
  const whole = known.find(({ id }) => id === typed);
  if (whole !== undefined) return { kind: "one", known: whole };
  const among = known.filter(({ id }) => id.startsWith(typed));
  const [only, ...others] = among;
  if (only === undefined) return { kind: "none", ...nearest(typed, known) };
  if (others.length > 0 || saysNothing(typed)) return { kind: "several", among };
  return { kind: "one", known: only };
}

const saysNothing = (typed: string): boolean => /^([A-Z]-?)?$/.test(typed);

/** The one that was most likely meant: by its whole id, else by its beginning. */
function nearest(typed: string, known: readonly Known[]): { readonly near?: Known } {
  if (saysNothing(typed)) return {};
  const word = didYouMean(
    typed,
    known.map(({ id }) => id),
  );
  const begins = word ?? didYouMean(typed, new Set(known.map(({ id }) => id.slice(0, typed.length))));
  const meant = begins === undefined ? [] : known.filter(({ id }) => id === word || id.startsWith(begins));
  const [near, ...others] = word === undefined ? meant : meant.filter(({ id }) => id === word);
  return near === undefined || others.length > 0 ? {} : { near };
}
