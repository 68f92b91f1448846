/**
 * A text as it may stand in a channel: no ARN, account number, address, token or key, and nothing that
 * would be markup there. What is taken out is replaced by what it is.
 */
export function channelText(text: string): string {
  return HIDDEN.reduce((shown, [found, instead]) => shown.replace(found, instead), oneLine(text)).replace(MARKUP, "");
}

/** Long texts are cut before anything is searched in them. */
const LONGEST = 500;

const oneLine = (text: string): string =>
  text
    .slice(0, LONGEST)
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, " ")
    .trim();

const MARKUP = /[<>`*_~|[\]]/g;

/** Each bounded, so that no text makes them slow. */
const HIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\barn:[a-z-]{2,20}:\S{1,400}/gi, "a resource"],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, "a person"],
  [/\b(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,20}\b/g, "a key"],
  [/\bhttps?:\/\/\S{1,400}/gi, "an address"],
  [/\beyJ[\w-]{8,400}(?:\.[\w-]{1,400}){0,2}/g, "a token"],
  [/\b(?:xox[a-z]|gh[a-z]|sk|pk)[-_][A-Za-z0-9-_]{10,200}/g, "a token"],
  [/\b(?:\d[ -]?){13,19}\b/g, "a number"],
  [/\b\d{12}\b/g, "an account"],
  [/\b[A-Za-z0-9+_]{32,200}={0,2}/g, "a token"],
];
