/**
 * A text as it may stand in a channel: no ARN, account number, address, token or key, and nothing that
 * would be markup there. What is taken out is replaced by what it is.
 */
export function channelText(text: string): string {
  // Twice: taking markup out may join the halves of a secret that it stood between.
  return hidden(hidden(oneLine(text)).replace(MARKUP, ""));
}

const hidden = (text: string): string =>
  HIDDEN.reduce((shown, [found, instead]) => shown.replace(found, instead), text);

/** Long texts are cut before anything is searched in them. */
const LONGEST = 500;

const oneLine = (text: string): string =>
  text
    .slice(0, LONGEST)
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, " ")
    .trim();

const MARKUP = /[<>`*_~|[\]]/g;

/** Each bounded, so that no text makes them slow; none asks for a word's end, as names glue words with `_`. */
const HIDDEN: readonly (readonly [RegExp, string])[] = [
  [/arn:[a-z-]{2,20}:\S{1,400}/gi, "a resource"],
  [/[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,5}/g, "a person"],
  [/(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,20}/g, "a key"],
  [/https?:\/\/\S{1,400}/gi, "an address"],
  [/eyJ[\w-]{8,400}(?:\.[\w-]{1,400}){0,2}/g, "a token"],
  [/(?<![A-Za-z0-9])(?:xox[a-z]|gh[a-z]|sk|pk)[-_][A-Za-z0-9-_]{10,200}/g, "a token"],
  [/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, "a number"],
  [/(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}(?!\d)/g, "an account"],
  [/\d{13,500}/g, "a number"],
  [/\b[A-Za-z0-9+_]{32,200}={0,2}/g, "a token"],
];
