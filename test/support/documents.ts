import type { YamlNode } from "#shared/contracts/documents/node.ts";
import type { DocumentProblem, Fault } from "#shared/contracts/documents/problem.ts";
import { type DocumentsRead, readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { Place, Shape } from "#shared/contracts/documents/shape.ts";
import { readYaml } from "#shared/contracts/documents/yaml-read.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";

export const TODAY = "2026-11-23" as CalendarDate;

/** The root of a text that is one YAML document. */
function rootOf(text: string): YamlNode {
  const root = readYaml(text).documents[0]?.root;
  if (root === undefined) throw new Error(`no YAML: ${text}`);
  return root;
}

/** What a shape answers to a value written in YAML, and what it complains about. */
export const readAs = <Value>(shape: Shape<Value>, text: string) => readNode(shape, rootOf(text));

export function readNode<Value>(shape: Shape<Value>, node: YamlNode) {
  const faults: Fault[] = [];
  const place: Place = { pointer: "", faults, positions: new Map(), today: TODAY };
  return { value: shape.read(node, place), faults, messages: faults.map(({ message }) => message) };
}

/** One file, `a.yaml`. */
export const readText = (text: string): DocumentsRead => readDocuments([{ path: "a.yaml", text }], { today: TODAY });

/** `4:10 label Cannot …`, one per problem. */
export const said = (problems: readonly DocumentProblem[]): readonly string[] =>
  problems.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);

export const saidOf = (text: string): readonly string[] => said(readText(text).problems);
