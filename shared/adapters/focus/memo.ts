import { readMoment } from "#shared/contracts/focus/moments.ts";
import { readTags } from "#shared/contracts/focus/tags.ts";
import type { Texts } from "#shared/cost/batch.ts";

/** What each text of one file means, worked out once per distinct text and forgotten with the texts. */
export type TextMeanings = {
  /** `NaN` for no text, undefined when the text is no moment. */
  moment(code: number): number | undefined;
  /** Undefined when the text is no JSON object of texts. */
  tags(code: number): number | undefined;
};

export function makeTextMeanings(texts: Texts): TextMeanings {
  const moments = remembered(texts, readMoment);
  const tags = remembered(texts, (text) => {
    const read = readTags(text);
    return read === undefined ? undefined : texts.tagsCodeOf(read);
  });
  return {
    moment: (code) => (code === 0 ? Number.NaN : moments(code)),
    tags: (code) => (code === 0 ? 0 : tags(code)),
  };
}

function remembered(texts: Texts, read: (text: string) => number | undefined): (code: number) => number | undefined {
  let epoch = texts.epoch();
  let known: (number | undefined)[] = [];
  return (code) => {
    if (epoch !== texts.epoch()) {
      known = [];
      epoch = texts.epoch();
    }
    const before = known[code];
    if (before !== undefined) return before;
    const meaning = read(texts.textOf(code) ?? "");
    known[code] = meaning;
    return meaning;
  };
}
