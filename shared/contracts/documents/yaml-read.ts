import { type Document, isMap, isPair, isScalar, isSeq, parseAllDocuments, type YAMLParseError } from "yaml";

import type { MapEntry, Range, TextNode, YamlNode } from "#shared/contracts/documents/node.ts";
import { type Fault, quoted } from "#shared/contracts/documents/problem.ts";
import { syntaxWords } from "#shared/contracts/documents/yaml-errors.ts";
import { DEEPEST, scanYaml } from "#shared/contracts/documents/yaml-scan.ts";

/** One document of a file: its tree, or why there is none. */
type YamlDocument = { readonly root: YamlNode | undefined; readonly faults: readonly Fault[] };

/** A file as YAML: its documents, and what concerns the whole file. */
export type YamlFile = { readonly documents: readonly YamlDocument[]; readonly faults: readonly Fault[] };

/**
 * Reads a file as YAML 1.2 in which everything is text (schema "failsafe").
 *
 * What the language does not have is refused for the whole file before anything is parsed. A document
 * that is empty (comments only) is left out. Never throws.
 */
export function readYaml(text: string): YamlFile {
  const faults = scanYaml(text);
  if (faults.length > 0) return { documents: [], faults };
  try {
    const parsed = parseAllDocuments(text, {
      schema: "failsafe",
      // Ours below: the library compares every key with every other.
      uniqueKeys: false,
      merge: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    const documents = "empty" in parsed ? [] : parsed.map((each) => toDocument(each, text));
    return { documents: documents.filter(({ root, faults: own }) => root !== undefined || own.length > 0), faults: [] };
  } catch (error) {
    if (error instanceof RangeError) return { documents: [], faults: [tooDeep({ from: 0, to: 0 })] };
    throw error;
  }
}

function toDocument(document: Document, text: string): YamlDocument {
  if (document.errors.length > 0) return { root: undefined, faults: syntaxFaults(document.errors, text) };
  const faults: Fault[] = [];
  const root = toNode(document.contents, { text, faults, depth: 0, after: document.range?.[0] ?? 0 });
  return root?.kind === "empty" ? { root: undefined, faults } : { root, faults };
}

/** One mistake often breaks all that follows it: the first few are the ones to read. */
function syntaxFaults(errors: readonly YAMLParseError[], text: string): readonly Fault[] {
  return errors.slice(0, 3).map(({ code, pos: [from, to] }) => {
    const found = lineAround(text, from);
    const what = found === "" ? "this line" : quoted(found);
    const message = `Cannot read ${what}: ${syntaxWords(code)}`;
    return { pointer: "", range: { from, to: Math.max(from, to) }, code: "syntax", message };
  });
}

/** The line an offset is in; at the end of a file the last that says something. */
function lineAround(text: string, offset: number): string {
  const from = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const line = (/^[^\r\n]*/.exec(text.slice(from, from + 200))?.[0] ?? "").trim();
  return line === "" ? (/[^\r\n]*$/.exec(text.slice(Math.max(0, from - 200), from).trimEnd())?.[0] ?? "").trim() : line;
}

type Walk = { readonly text: string; readonly faults: Fault[]; readonly depth: number; readonly after: number };

function toNode(node: unknown, walk: Walk): YamlNode | undefined {
  if (walk.depth > DEEPEST) {
    walk.faults.push(tooDeep({ from: walk.after, to: walk.after }));
    return undefined;
  }
  if (isScalar(node)) return toText(node.range, node.type, { value: String(node.value ?? ""), after: walk.after });
  const inside = { ...walk, depth: walk.depth + 1 };
  if (isSeq(node)) {
    const range = rangeOf(node.range, walk.after);
    const items = node.items.map((item) => toNode(item, { ...inside, after: range.from }));
    return { kind: "list", items: items.filter((item) => item !== undefined), range };
  }
  if (isMap(node)) {
    const range = rangeOf(node.range, walk.after);
    return { kind: "map", entries: toEntries(node.items, { ...inside, after: range.from }), range };
  }
  return { kind: "empty", range: { from: walk.after, to: walk.after } };
}

function toText(
  range: readonly number[] | null | undefined,
  type: string | undefined,
  { value, after }: { readonly value: string; readonly after: number },
): YamlNode {
  const plain = type === "PLAIN" || type === undefined;
  const place = rangeOf(range, after);
  if (plain && value === "") return { kind: "empty", range: place };
  return { kind: "text", text: value, range: place, plain };
}

function toEntries(items: readonly unknown[], walk: Walk): readonly MapEntry[] {
  const entries: MapEntry[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const entry = isPair(item) ? toEntry(item.key, item.value, walk) : undefined;
    if (entry === undefined) continue;
    if (seen.has(entry.key.text)) walk.faults.push(duplicate(entry.key));
    else entries.push(entry);
    seen.add(entry.key.text);
  }
  return entries;
}

function toEntry(keyNode: unknown, valueNode: unknown, walk: Walk): MapEntry | undefined {
  const key = toNode(keyNode, walk);
  if (key === undefined) return undefined;
  if (key.kind !== "text") {
    walk.faults.push(keyFault(key.range, "key", "Cannot read this key: a key is a plain text"));
    return undefined;
  }
  if (key.text === "<<" && key.plain) {
    const message = 'Cannot read "<<": a merge key is not part of the language; write the keys where they are used';
    walk.faults.push(keyFault(key.range, "merge-key", message));
    return undefined;
  }
  const value = toNode(valueNode, { ...walk, after: key.range.to });
  return value === undefined ? undefined : { key, value };
}

const duplicate = ({ text, range }: TextNode): Fault =>
  keyFault(range, "duplicate-key", `Cannot read ${quoted(text)}: the key is there twice; keep one of them`);

const keyFault = (range: Range, code: string, message: string): Fault => ({ pointer: "", range, code, message });

const tooDeep = (range: Range): Fault =>
  keyFault(range, "too-deep", `Cannot read this document: it nests more than ${DEEPEST} levels`);

const rangeOf = (range: readonly number[] | null | undefined, after: number): Range => ({
  from: range?.[0] ?? after,
  to: range?.[1] ?? after,
});
