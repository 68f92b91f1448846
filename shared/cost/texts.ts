import type { Texts } from "#shared/cost/batch.ts";

const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** {@link Texts}, empty. Tag sets are the same when their keys and values are, in whatever order. */
export function makeTexts(): Texts {
  const codes = new Map<string, number>();
  const texts: (string | undefined)[] = [undefined];
  const tagCodes = new Map<string, number>();
  const tagSets: ReadonlyMap<string, string>[] = [NO_TAGS];
  let epoch = 0;
  return {
    codeOf: (text) => {
      const known = codes.get(text);
      if (known !== undefined) return known;
      codes.set(text, texts.length);
      return texts.push(text) - 1;
    },
    textOf: (code) => texts[code],
    tagsCodeOf: (tags) => {
      if (tags.size === 0) return 0;
      const key = JSON.stringify([...tags].toSorted(byKey));
      const known = tagCodes.get(key);
      if (known !== undefined) return known;
      tagCodes.set(key, tagSets.length);
      return tagSets.push(tags) - 1;
    },
    tagsOf: (code) => tagSets[code] ?? NO_TAGS,
    epoch: () => epoch,
    size: () => texts.length + tagSets.length,
    clear: () => {
      codes.clear();
      tagCodes.clear();
      texts.length = 1;
      tagSets.length = 1;
      epoch += 1;
    },
  };
}

const byKey = ([left]: readonly [string, string], [right]: readonly [string, string]): number =>
  left < right ? -1 : 1;
