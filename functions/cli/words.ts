import { InvalidArgumentError, Option } from "commander";
import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import { parseMonth } from "#shared/kernel/calendar.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { shown } from "#shared/kernel/shown-text.ts";
import { millis } from "#shared/kernel/time.ts";

type Choice = { readonly flags: string; readonly about: string; readonly words: readonly string[] };

/** A flag that takes one of a few words, in either case; a wrong one is answered with the nearest right one. */
export const choice = ({ flags, about, words }: Choice): Option =>
  new Option(flags, about).choices([...words]).argParser((text) => {
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found;
    const near = didYouMean(text, words);
    throw new InvalidArgumentError(
      near === undefined ? `Write one of ${words.join(", ")}.` : `Did you mean ${near}? (${words.join(", ")})`,
    );
  });

/** A flag that takes a whole number from zero. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`"${shown(text)}" is no whole number such as 412.`);
  return Number(text);
}

/** A flag that takes a month. */
export function aMonth(text: string): string {
  if (parseMonth(text) === undefined) throw new InvalidArgumentError(`"${shown(text)}" is no month such as 2026-10.`);
  return text;
}

/**
 * What commander says of a value that one of these refused, in our words: by the flag or argument, with what
 * was found. Anything else comes back as it is.
 */
export function refusedValue(words: string): string {
  const [, flags, flagged = "", flagWords = ""] =
    /^error: option '(.*?)' argument '(.*)' is invalid\. (.*)\n$/s.exec(words) ?? [];
  const [, value = "", name, argumentWords = ""] =
    /^error: command-argument value '(.*)' is invalid for argument '(.*?)'\. (.*)\n$/s.exec(words) ?? [];
  if (flags !== undefined) return `Cannot read ${longOf(flags)}: ${withFound(flagged, flagWords)}\n`;
  return name === undefined ? words : `Cannot read <${name}>: ${withFound(value, argumentWords)}\n`;
}

const longOf = (flags: string): string => /--[\w-]+/.exec(flags)?.[0] ?? flags;

const withFound = (value: string, words: string): string =>
  words.startsWith('"') ? words.replace(/\.$/, "") : `found "${shown(value)}". ${words}`;

/** `1 finding`, `2 findings`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** `3 d`, `5 h`, `12 min`: how long ago, as tables show it. */
export function ago(moment: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(moment)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
}

/** `8h`; a second beyond a limit, where tables of rules look at what is longer, is `over 8h`. */
export const lengthText = (length: number): string =>
  length % 60_000 === 1_000 && length > 60_000
    ? `over ${formatDuration(millis(length - 1_000))}`
    : formatDuration(millis(length));

/** The first few of many, and how many others there are. */
export const firstOf = (texts: readonly string[], most: number): string =>
  texts.length <= most + 1 ? texts.join(", ") : `${texts.slice(0, most).join(", ")} and ${texts.length - most} others`;
