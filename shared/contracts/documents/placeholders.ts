import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import type { PlaceKind } from "#shared/catalog/documents/place.ts";
import { oneOf, quoted } from "#shared/contracts/documents/problem.ts";

/** What every template knows of the account and the dataset it is used on. */
const ALWAYS = ["region", "account", "partition", "kmsKey"];

const BY_PLACE: Readonly<Record<PlaceKind, readonly string[]>> = {
  s3: ["bucket", "prefix"],
  glue: ["database", "table"],
  kinesis: ["stream"],
  dynamodb: ["table"],
};

/** The placeholders that a template of this kind may use. */
export const placeholdersOf = (place: PlaceKind, parameters: Iterable<string>): readonly string[] => [
  ...BY_PLACE[place],
  ...parameters,
  ...ALWAYS,
];

/** What is wrong with the placeholders of a text: `{name}` is filled in, `{{` is a brace, nothing else is known. */
export function placeholderFault(text: string, known: readonly string[]): string | undefined {
  const foreign = /\$\{([^{}]{0,60})\}|\{\{([^{}]{0,60})\}\}/.exec(text);
  if (foreign !== null) {
    return `Cannot read ${quoted(foreign[0])}: a placeholder is written "{${(foreign[1] ?? foreign[2] ?? "").trim()}}"`;
  }
  const bare = text.replaceAll("{{", "");
  for (const [whole, name = ""] of bare.matchAll(/\{([^{}]*)\}/g)) {
    if (known.includes(name)) continue;
    const meant = didYouMean(name, known);
    const answer = meant === undefined ? `it may be ${oneOf(known)}` : `did you mean "{${meant}}"`;
    return `Cannot fill in ${quoted(whole)}: ${answer}`;
  }
  const rest = bare.replace(/\{[^{}]*\}/g, "");
  return rest.includes("{")
    ? `Cannot read ${quoted(text)}: a brace is open; a brace of its own is written "{{"`
    : undefined;
}
