import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import { oneOf } from "#shared/contracts/documents/problem.ts";
import { type ScalarRead, type Shape, scalar } from "#shared/contracts/documents/shape.ts";

/** One of a few words of the language. */
export function word<const Word extends string>(words: readonly Word[], code = "word"): Shape<Word> {
  return scalar<Word>({
    code,
    is: `it is ${oneOf(words)}`,
    schema: { enum: words },
    parse(text): ScalarRead<Word> {
      const exact = words.find((each) => each === text);
      if (exact !== undefined) return { value: exact };
      const near = didYouMean(text, words);
      const meant = words.find((each) => each === near);
      return { refused: meant === undefined ? {} : { write: meant, meant, misspelt: true } };
    },
  });
}

const SPELLINGS: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["on", true],
  ["y", true],
  ["no", false],
  ["off", false],
  ["n", false],
]);

/** `true` or `false`; what other tools read as one of them is told, not taken. */
export const boolean: Shape<boolean> = scalar<boolean>({
  code: "boolean",
  is: 'it is "true" or "false"',
  schema: { type: "boolean" },
  parse(text) {
    if (text === "true" || text === "false") return { value: text === "true" };
    const lower = text.toLowerCase();
    const meant = lower === "true" ? true : lower === "false" ? false : SPELLINGS.get(lower);
    return { refused: meant === undefined ? {} : { write: String(meant), meant } };
  },
});

/** A whole number, both ends included. */
export const wholeNumber = ({ min, max }: { readonly min: number; readonly max: number }): Shape<number> =>
  scalar<number>({
    code: "number",
    is: `it is a whole number from ${min} to ${max}`,
    schema: { type: "integer", minimum: min, maximum: max },
    parse(text) {
      const value = /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
      return value !== undefined && value >= min && value <= max ? { value } : { refused: {} };
    },
  });

type TextRules = { readonly empty?: "allowed"; readonly longest?: number };

/** Text for people. */
export const freeText = ({ empty, longest = 2_000 }: TextRules = {}): Shape<string> =>
  scalar<string>({
    code: "text",
    is: `it is a text of at most ${longest} characters${empty === undefined ? ", not empty" : ""}`,
    schema: {
      type: ["string", "number", "boolean"],
      ...(empty === undefined ? { minLength: 1 } : {}),
      maxLength: longest,
    },
    parse: (text) =>
      text.length <= longest && (empty === "allowed" || text.trim() !== "") ? { value: text } : { refused: {} },
  });

/** A name or a pattern of another system, taken as written: one line, no control characters. */
export const value: Shape<string> = scalar<string>({
  code: "text",
  is: "it is one line of at most 512 characters, not empty",
  schema: { type: ["string", "number", "boolean"], minLength: 1, maxLength: 512 },
  parse: (text) => (/^[^\p{Cc}]{1,512}$/u.test(text) && text.trim() === text ? { value: text } : { refused: {} }),
});

type Form<Value> = {
  readonly code: string;
  readonly is: string;
  readonly pattern: RegExp;
  readonly make: (text: string) => Value;
};

/** A text of one form, with nothing to correct. */
export const formed = <Value>({ code, is, pattern, make }: Form<Value>): Shape<Value> =>
  scalar<Value>({
    code,
    is,
    schema: { type: ["string", "number"], pattern: pattern.source },
    parse: (text) => (pattern.test(text) ? { value: make(text) } : { refused: {} }),
  });
