import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import { DOCUMENT_KINDS, type DocumentKind } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { envelopeFault } from "#shared/contracts/documents/envelope.ts";
import { KINDS } from "#shared/contracts/documents/kinds.ts";
import { entryOf, type MapNode, type Range, type YamlNode } from "#shared/contracts/documents/node.ts";
import { type Fault, oneOf, quoted } from "#shared/contracts/documents/problem.ts";
import { treeFaults, withoutEchoes } from "#shared/contracts/documents/tree-faults.ts";

/** One document of a file, as far as it could be read. */
export type DocumentRead = {
  readonly faults: readonly Fault[];
  /** What a pointer into the parsed form points at. */
  readonly positions: ReadonlyMap<string, Range>;
  /** Absent when it could not be read at all; with faults it is fit for further checks only. */
  readonly document?: GovernanceDocument;
  /** What it says it is, readable or not. */
  readonly named?: { readonly kind: string; readonly id: string };
  /** Recognised, and not read by this version. */
  readonly notYet?: string;
};

/** Kinds that are part of the language and come later. */
const LATER = ["Calendar"];

const KNOWN = [...DOCUMENT_KINDS, ...LATER];

/** Reads one document: everything that is wrong with it by itself, never the first fault only. */
export function readDocument(root: YamlNode, today: string): DocumentRead {
  const positions = new Map<string, Range>([["", { from: root.range.from, to: root.range.from }]]);
  if (root.kind !== "map") return { positions, faults: [notAMap(root)] };
  const first = treeFaults(root);
  const envelope = envelopeFault(root);
  if (envelope !== undefined) return { positions, faults: [envelope, ...first] };
  const kind = kindOf(root);
  const named = { kind: kind?.name ?? "", id: textOf(root, "id") ?? "" };
  const notYet = kind === undefined ? undefined : laterBecause(root, kind.name);
  if (notYet !== undefined) return { positions, faults: first, named, notYet };
  const known = DOCUMENT_KINDS.find((each) => each === kind?.name);
  if (known === undefined) return { positions, faults: withoutEchoes(first, [unknownKind(root)]), named };
  return { named, ...readKind(root, known, { positions, today, first }) };
}

type Start = { readonly positions: Map<string, Range>; readonly today: string; readonly first: readonly Fault[] };

function readKind(root: MapNode, kind: DocumentKind, { positions, today, first }: Start): DocumentRead {
  const faults: Fault[] = [];
  const document = KINDS[kind].read(root, { pointer: "", faults, positions, today });
  const all = withoutEchoes(first, faults);
  return { positions, faults: all, ...(document === undefined ? {} : { document }) };
}

const textOf = (root: MapNode, key: string): string | undefined => {
  const value = entryOf(root, key)?.value;
  return value?.kind === "text" ? value.text : undefined;
};

/** What it is, or was meant to be: also under a misspelt `kind`, which its own fields then answer. */
function kindOf(root: MapNode): { readonly name: string } | undefined {
  const entry = entryOf(root, "kind") ?? root.entries.find(({ key }) => didYouMean(key.text, ["kind"]) !== undefined);
  if (entry?.value.kind !== "text") return undefined;
  const name = didYouMean(entry.value.text, KNOWN);
  return name === undefined ? undefined : { name };
}

function unknownKind(root: MapNode): Fault {
  const entry = entryOf(root, "kind");
  if (entry === undefined) {
    const message = 'Cannot read a document without "kind": write it first, such as kind: Dataset';
    return { pointer: "/kind", range: { from: root.range.from, to: root.range.from }, code: "missing-key", message };
  }
  const found = entry.value.kind === "text" ? quoted(entry.value.text) : "this kind";
  const message = `Cannot read ${found}: it is ${oneOf(KNOWN)}`;
  return { pointer: "/kind", range: entry.value.range, code: "unknown-kind", message };
}

function notAMap(root: YamlNode): Fault {
  const message = "Cannot read this document: it is a map that begins with its kind, such as kind: Dataset";
  return { pointer: "", range: root.range, code: "map", message };
}

/** Why this version leaves a document unread, in a form that ends a sentence. */
function laterBecause(root: MapNode, kind: string): string | undefined {
  if (kind === "Calendar") return "whether it is these hours counts as unknown";
  if (kind !== "Policy") return undefined;
  if (textOf(root, "type") === "condition") return "policies of type condition judge nothing yet";
  const scope = entryOf(root, "scope")?.value;
  const maps = scope?.kind === "list" ? scope.items : [scope];
  const cel = maps.some((each) => each?.kind === "map" && entryOf(each, "cel") !== undefined);
  return cel ? "a scope with cel is not understood yet" : undefined;
}
