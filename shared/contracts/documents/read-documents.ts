import type { DocumentRef, Origin } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Range } from "#shared/contracts/documents/node.ts";
import { type DocumentProblem, type Fault, visible } from "#shared/contracts/documents/problem.ts";
import { type DocumentRead, readDocument } from "#shared/contracts/documents/read-document.ts";
import { rangeAt } from "#shared/contracts/documents/shape.ts";
import {
  type Lines,
  lineAndColumn,
  linesOf,
  located,
  type SourceFile,
  visiblePath,
} from "#shared/contracts/documents/source.ts";
import { withTeams } from "#shared/contracts/documents/team-of-folder.ts";
import { readYaml } from "#shared/contracts/documents/yaml-read.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";

/** Where something stands in the files. */
type Position = {
  readonly file: string;
  /** Both count from one. */
  readonly line: number;
  readonly column: number;
  readonly range: Range;
  /** Which document of the file, from one. */
  readonly document: number;
};

/** A document that is part of the language and that this version leaves unread. */
export type UnreadDocument = Position & { readonly kind: string; readonly id: string; readonly message: string };

/** The kind and id that a document says it has; "" where it cannot be told. */
type Named = { readonly kind: string; readonly id: string };

/** A repository as read: each document by itself, checked against nothing else. */
export type DocumentsRead = {
  /** Those that could be read, in the order of the files; some of them with problems. */
  readonly documents: readonly GovernanceDocument[];
  /** By file, line and column. */
  readonly problems: readonly DocumentProblem[];
  readonly unread: readonly UnreadDocument[];
  /** What is there but could not be read at all: other documents may name it. */
  readonly broken: readonly Named[];
  /** Documents in the files, readable or not. */
  readonly count: number;
  /** Where a place in a read document stands, or what would hold it; undefined when it is in no file. */
  readonly positionOf: (origin: Origin) => Position | undefined;
  /** Whether the text itself says what stands at a place: only then can it be replaced. */
  readonly isWritten: (origin: Origin) => boolean;
};

type Standing = DocumentRead & {
  readonly file: string;
  readonly lines: Lines;
  readonly ordinal: number;
  /** What is there, where the document itself could not be parsed. */
  readonly mayHold: readonly Named[];
};

/**
 * Reads every document of every file: all that is wrong with each by itself, never the first only.
 *
 * @param today - what "at most 365 days ahead" counts from, in the company's zone
 */
export function readDocuments(
  files: readonly SourceFile[],
  { today }: { readonly today: CalendarDate },
): DocumentsRead {
  const problems: DocumentProblem[] = [];
  const standing = files.flatMap((file) => readFile(file, { today, problems }));
  const readable = standing.flatMap((each) =>
    each.document === undefined ? [] : [{ ...each, document: each.document }],
  );
  const documents = withTeams(readable.map(({ file, document }) => ({ file, document })));
  return {
    documents,
    problems: sorted(problems),
    unread: standing.flatMap(unreadOf),
    broken: standing.flatMap(brokenOf),
    count: standing.length,
    ...positionsOf(documents, readable),
  };
}

type Context = { readonly today: CalendarDate; readonly problems: DocumentProblem[] };

function readFile(source: SourceFile, { today, problems }: Context): readonly Standing[] {
  const file = visiblePath(source.path);
  const lines = linesOf(source.text);
  const say = (faults: readonly Fault[], at?: number) =>
    problems.push(
      ...faults.map((fault) => ({ ...located(file, lines, fault), ...(at === undefined ? {} : { document: at + 1 }) })),
    );
  const { documents, faults } = readYaml(source.text);
  say(faults);
  const broken: Standing = { file, lines, faults: [], positions: new Map(), ordinal: 1, mayHold: namesIn(source.text) };
  if (documents.length === 0 && faults.length > 0) return [broken];
  return documents.map(({ root, faults: own }, at) => {
    const read =
      root === undefined ? broken : { file, lines, ordinal: at + 1, mayHold: [], ...readDocument(root, today) };
    say([...own, ...read.faults], at);
    return read;
  });
}

const unreadOf = ({ file, lines, ordinal, positions, named, notYet }: Standing): readonly UnreadDocument[] => {
  if (named === undefined || notYet === undefined) return [];
  const range = rangeAt(positions, "");
  const message = `${named.kind} "${visible(named.id)}" is not read by this version: ${notYet}`;
  return [{ file, ...lineAndColumn(lines, range.from), range, document: ordinal, ...named, message }];
};

const brokenOf = ({ document, notYet, named, mayHold }: Standing): readonly Named[] =>
  document !== undefined || notYet !== undefined ? [] : named === undefined ? mayHold : [named];

/** What a file that is no YAML seems to hold: only so that nothing of it is missed a second time. */
const namesIn = (text: string): readonly Named[] => [
  ...[...text.matchAll(/\bkind:[ \t]*["']?([A-Za-z]{1,40})/g)].map(([, kind = ""]) => ({ kind, id: "" })),
  ...[...text.matchAll(/\bid:[ \t]*["']?([a-z0-9.-]{1,100})/g)].map(([, id = ""]) => ({ kind: "", id })),
];

const byPlace = (left: DocumentProblem, right: DocumentProblem): number =>
  left.file === right.file ? left.line - right.line || left.column - right.column : left.file < right.file ? -1 : 1;

/** By file, line and column; what was said twice of one place is said once. */
export function sorted(problems: readonly DocumentProblem[]): readonly DocumentProblem[] {
  const key = ({ file, range, code, message }: DocumentProblem) => [file, range.from, code, message].join("\u0000");
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()].toSorted(byPlace);
}

const refKey = ({ kind, id, copy = 0 }: DocumentRef): string => `${kind}:${id}:${copy}`;

function positionsOf(documents: readonly GovernanceDocument[], standing: readonly Standing[]) {
  const byRef = new Map<string, Standing>();
  const copies = new Map<string, number>();
  for (const [at, { kind, id }] of documents.entries()) {
    const copy = copies.get(`${kind}:${id}`) ?? 0;
    copies.set(`${kind}:${id}`, copy + 1);
    const found = standing[at];
    if (found !== undefined) byRef.set(refKey({ kind, id, copy }), found);
  }
  const standingOf = ({ document }: Origin) => byRef.get(refKey(document));
  return {
    isWritten: (origin: Origin): boolean => standingOf(origin)?.positions.has(origin.pointer) === true,
    positionOf(origin: Origin): Position | undefined {
      const found = standingOf(origin);
      if (found === undefined) return undefined;
      const range = rangeAt(found.positions, origin.pointer);
      return { file: found.file, ...lineAndColumn(found.lines, range.from), range, document: found.ordinal };
    },
  };
}
