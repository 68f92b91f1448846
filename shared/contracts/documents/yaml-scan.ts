import { Lexer } from "yaml";

import { type Fault, quoted } from "#shared/contracts/documents/problem.ts";

/** A governance repository of a large company is some thousand short documents; no one file needs more. */
const LARGEST = 1_000_000;

/** The deepest document of the language nests nine levels. */
export const DEEPEST = 32;

/** More of them in one file say nothing new. */
const MOST = 20;

type Token = { readonly source: string; readonly offset: number };

/**
 * What stops a file before it is parsed: its size, its depth, and everything the language does not
 * have (anchors, aliases, tags, merge keys, directives), so that nothing of it is ever expanded.
 */
export function scanYaml(text: string): readonly Fault[] {
  if (text.length > LARGEST) {
    return [
      fault(
        { source: "", offset: 0 },
        "too-large",
        `Cannot read a file of ${text.length} characters: at most ${LARGEST}`,
      ),
    ];
  }
  const unreadable = controlCharacter(text);
  if (unreadable !== undefined) return [unreadable];
  return scanTokens(text);
}

/** YAML allows tab, line feed, carriage return and next line; any other control character is a binary file. */
function controlCharacter(text: string): Fault | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a text file must not hold
  const match = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/.exec(text);
  if (match === null) return undefined;
  const found = quoted(match[0]);
  const message = `Cannot read this file as text: it holds the control character ${found}; remove it, or write it as an escape in double quotes`;
  return fault({ source: match[0], offset: match.index }, "control-character", message);
}

function scanTokens(text: string): readonly Fault[] {
  const faults: Fault[] = [];
  const depth = { flow: 0, line: 0, offset: 0 };
  for (const token of tokensOf(text)) {
    const refused = refusedToken(token);
    if (refused !== undefined) faults.push(refused);
    if (faults.length === MOST) return faults;
    if (deepens(depth, token)) {
      return [...faults, fault(token, "too-deep", `Cannot read this file: it nests more than ${DEEPEST} levels`)];
    }
  }
  return faults;
}

/** The lexer's tokens with their offsets; content of a scalar is left out, its marker is not content. */
function* tokensOf(text: string): Generator<Token> {
  let offset = 0;
  let content = false;
  for (const source of new Lexer().lex(text)) {
    const marker = source === "\u001f" || source === "\u0002" || source === "\u0018";
    if (!marker) {
      if (!content) yield { source, offset };
      offset += source.length;
    }
    content = source === "\u001f";
  }
}

function deepens(depth: { flow: number; line: number }, { source }: Token): boolean {
  if (source === "[" || source === "{") depth.flow += 1;
  else if (source === "]" || source === "}") depth.flow = Math.max(0, depth.flow - 1);
  else if (source === "-" || source === "?") depth.line += 1;
  else if (/^[\r\n]/.test(source)) depth.line = 0;
  return depth.flow > DEEPEST || depth.line > DEEPEST;
}

const REFUSED = [
  { sign: "&", code: "anchor", name: "an anchor", instead: "write the value where it is used" },
  { sign: "*", code: "alias", name: "an alias", instead: "write the value here, or in quotes if it is text" },
  { sign: "!", code: "tag", name: "a tag", instead: "the field decides the type of a value" },
  { sign: "%", code: "directive", name: "a directive", instead: "leave the line out" },
] as const;

function refusedToken(token: Token): Fault | undefined {
  const rule = REFUSED.find(({ sign }) => token.source.startsWith(sign));
  if (rule === undefined) return undefined;
  const message = `Cannot read ${quoted(token.source)}: ${rule.name} is not part of the language; ${rule.instead}`;
  return fault(token, rule.code, message);
}

const fault = ({ source, offset }: Token, code: string, message: string): Fault => ({
  pointer: "",
  range: { from: offset, to: offset + source.length },
  code,
  message,
});
