import type { Argument, Command, Option } from "commander";

/** Where on a command line the word stands that Tab is pressed in. */
export type Place = {
  readonly command: Command;
  /** The beginning that is typed already; may be empty. */
  readonly typed: string;
  /** The command's own words before it, without flags. */
  readonly before: readonly string[];
  /** Flags with a value that stand before it, by their long name. */
  readonly values: ReadonlyMap<string, string>;
  readonly expects: Expects;
};

export type Expects =
  | { readonly kind: "flag" }
  | { readonly kind: "value"; readonly of: Option | Argument }
  | { readonly kind: "word" };

/** How a program of this name may be called: through npx, or an npm script whose words follow `--`. */
const CALLERS: readonly (readonly string[])[] = [
  ["run", "tollgate", "--"],
  ["run-script", "tollgate", "--"],
  ["tollgate"],
];

/** The words after the program's name, however it was called. */
const ownWords = (words: readonly string[]): readonly string[] => {
  const called = CALLERS.find((caller) => caller.every((word, at) => words[at] === word));
  return words.slice(called?.length ?? 0);
};

/** A shell passes words as they are typed, quotes and all. */
const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/s, "$2");

type Walk = { command: Command; readonly before: string[]; readonly values: Map<string, string>; waits?: Option };

/** Reads the words that a shell passes, of which the last is the one to complete. */
export function placeOf(program: Command, words: readonly string[]): Place {
  const own = joined(ownWords(words));
  const typed = own.at(-1) ?? "";
  const walk: Walk = { command: program, before: [], values: new Map() };
  for (const word of own.slice(0, -1)) step(walk, unquoted(word));
  const { command, before, values, waits } = walk;
  const at = { command, before, values };
  if (waits !== undefined) return { ...at, typed, expects: { kind: "value", of: waits } };
  const [name = "", value] = typed.split(/=(.*)/s);
  const option = value === undefined ? undefined : optionOf(command, name);
  if (option !== undefined && value !== undefined) {
    return { ...at, typed: value, expects: { kind: "value", of: option } };
  }
  if (typed.startsWith("-")) return { ...at, typed, expects: { kind: "flag" } };
  const argument = command.registeredArguments[before.length] ?? lastVariadic(command);
  return { ...at, typed, expects: argument === undefined ? { kind: "word" } : { kind: "value", of: argument } };
}

/** bash splits `--state=OPEN` into three words, and `--state=` into two; the value is what is being typed. */
const joined = (words: readonly string[]): readonly string[] =>
  words.flatMap((word, at) => {
    const parts = word === "=" && words[at - 1]?.startsWith("--") === true;
    if (!parts) return [word];
    return at === words.length - 1 ? [""] : [];
  });

function step(walk: Walk, word: string): void {
  const { waits, command, before } = walk;
  if (waits !== undefined) {
    walk.values.set(waits.long ?? "", word);
    delete walk.waits;
  } else if (word.startsWith("-")) {
    stepFlag(walk, word);
  } else {
    const sub = before.length === 0 ? command.commands.find((each) => each.name() === word) : undefined;
    if (sub === undefined) before.push(word);
    else walk.command = sub;
  }
}

function stepFlag(walk: Walk, word: string): void {
  const [name = "", value] = word.split(/=(.*)/s);
  const option = optionOf(walk.command, name);
  if (option === undefined) return;
  if (value !== undefined) walk.values.set(option.long ?? "", value);
  else if (option.required || option.optional) walk.waits = option;
}

const optionOf = (command: Command, name: string): Option | undefined =>
  [...command.options, ...(command.parent?.options ?? [])].find(({ long, short }) => name === long || name === short);

const lastVariadic = (command: Command): Argument | undefined => {
  const last = command.registeredArguments.at(-1);
  return last?.variadic === true ? last : undefined;
};
