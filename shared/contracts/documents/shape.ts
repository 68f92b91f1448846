import { pointerTo, type Range, type TextNode, type YamlNode } from "#shared/contracts/documents/node.ts";
import { type Fault, quoted } from "#shared/contracts/documents/problem.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** Where a value is being read: what is wrong with it goes to `faults`, where it stands to `positions`. */
export type Place = {
  readonly pointer: string;
  readonly faults: Fault[];
  /** By pointer into the parsed form: what a problem at that pointer points at. */
  readonly positions: Map<string, Range>;
  /** The last day that has begun: what "at most 365 days ahead" counts from. */
  readonly today: string;
};

/**
 * How one value is written: read with its position, and described to editors.
 *
 * `read` answers undefined exactly when it has put a fault in the place. A value that is wrong in a
 * way with one sure correction is answered as corrected (and the fault stands), so that the checks
 * beyond it are made in the same pass.
 */
export type Shape<Value> = {
  readonly read: (node: YamlNode, place: Place) => Value | undefined;
  readonly schema: JsonObject;
};

export type ValueOf<Each> = Each extends Shape<infer Value> ? Value : never;

/** The place of a part, noted as standing at `range`. */
export function inside(place: Place, step: string | number, range: Range): Place {
  const pointer = pointerTo(place.pointer, step);
  place.positions.set(pointer, range);
  return { ...place, pointer };
}

type Complaint = Omit<Fault, "pointer">;

export function complain(place: Place, complaint: Complaint): undefined {
  place.faults.push({ pointer: place.pointer, ...complaint });
  return undefined;
}

/** Whether the text says something at a pointer below the place; an unreadable value is said too. */
export const isWritten = (place: Place, below: string): boolean => place.positions.has(`${place.pointer}${below}`);

/** Complains about what stands at a pointer below the place, or about the nearest thing that holds it. */
export function complainAt(place: Place, below: string, complaint: Omit<Complaint, "range">): undefined {
  const pointer = `${place.pointer}${below}`;
  return complain({ ...place, pointer }, { range: rangeAt(place.positions, pointer), ...complaint });
}

/** What a pointer into the parsed form points at: itself, or the nearest thing above it that was written. */
export function rangeAt(positions: ReadonlyMap<string, Range>, pointer: string): Range {
  const range = positions.get(pointer);
  if (range !== undefined || pointer === "") return range ?? { from: 0, to: 0 };
  return rangeAt(positions, pointer.slice(0, pointer.lastIndexOf("/")));
}

/** Why a text is no such value. `write`: the one sure correction; `meant`: its value; `because`: in words. */
type Refusal<Value> = {
  readonly write?: string;
  readonly meant?: Value;
  /** A word that was misspelt is asked about, not told. */
  readonly misspelt?: true;
  /** Replaces the value as it is: a map instead of a text. */
  readonly structure?: true;
  readonly because?: string;
  readonly code?: string;
};

export type ScalarRead<Value> = { readonly value: Value } | { readonly refused: Refusal<Value> };

export type ScalarKind<Value> = {
  readonly code: string;
  /** In words: `a duration is a whole number and one of s, m, h, d, w, such as "4h"`. */
  readonly is: string;
  readonly parse: (text: string) => ScalarRead<Value>;
  readonly schema: JsonObject;
  /** Names within the text that are members of the parsed form, by step. */
  readonly parts?: (value: Value) => readonly (readonly [step: string, name: string])[];
};

/** Twice the longest text of any field: what is longer is looked at no further, so that no pattern takes long over it. */
const LONGEST = 4_000;

/** A value that is written as one text. */
export function scalar<Value>(kind: ScalarKind<Value>): Shape<Value> {
  return {
    schema: kind.schema,
    read(node, place) {
      if (node.kind !== "text") {
        const found = { list: "a list", map: "a map", empty: "nothing" }[node.kind];
        return complain(place, {
          range: node.range,
          code: kind.code,
          message: `Cannot read ${found} here: ${kind.is}`,
        });
      }
      const read: ScalarRead<Value> = node.text.length > LONGEST ? { refused: {} } : kind.parse(node.text);
      if ("refused" in read) return refuse(node, { place, kind, refusal: read.refused });
      for (const [step, name] of kind.parts?.(read.value) ?? []) inside(place, step, rangeOfPart(node, name));
      return read.value;
    },
  };
}

/** A name within a text; all of the text where quotes or escapes hide where it begins. */
function rangeOfPart({ text, range }: TextNode, name: string): Range {
  const quotes = (range.to - range.from - text.length) / 2;
  const at = text.indexOf(name, text.indexOf(":") + 1);
  if (at < 0 || (quotes !== 0 && quotes !== 1)) return range;
  const from = range.from + quotes + at;
  return { from, to: from + name.length };
}

function refuse<Value>(
  node: TextNode,
  {
    place,
    kind,
    refusal,
  }: { readonly place: Place; readonly kind: ScalarKind<Value>; readonly refusal: Refusal<Value> },
): Value | undefined {
  const { write, because, misspelt, structure } = refusal;
  const answer = write === undefined ? (because ?? kind.is) : `${misspelt ? "did you mean" : "write"} ${quoted(write)}`;
  complain(place, {
    range: node.range,
    code: refusal.code ?? kind.code,
    message: `Cannot read ${quoted(node.text)}: ${answer}`,
    ...(write === undefined ? {} : { fix: { ...node.range, text: structure ? write : asScalar(write) } }),
  });
  return refusal.meant;
}

/** A text as a YAML scalar: plain where that is safe inside and outside of brackets, else in double quotes. */
export const asScalar = (text: string): string =>
  /^[A-Za-z0-9/](?:[A-Za-z0-9 ._/@+%:-]*[A-Za-z0-9._/@+%-])?$/.test(text) && !/: |^---/.test(text)
    ? text
    : JSON.stringify(text);

/** A shape whose value is made of another's. */
export const mapped = <From, To>(from: Shape<From>, make: (value: From) => To): Shape<To> => ({
  schema: from.schema,
  read(node, place) {
    const value = from.read(node, place);
    return value === undefined ? undefined : make(value);
  },
});

/** A shape whose value stands deeper in the parsed form than in the text. */
export const under = <Value>(shape: Shape<Value>, ...steps: readonly (string | number)[]): Shape<Value> => ({
  schema: shape.schema,
  read: (node, place) =>
    shape.read(
      node,
      steps.reduce((at, step) => inside(at, step, node.range), place),
    ),
});

/** A shape whose value is made of another's, or complained about. */
export const refined = <From, To>(
  from: Shape<From>,
  make: (value: From, place: Place) => To | undefined,
): Shape<To> => ({
  schema: from.schema,
  read(node, place) {
    const value = from.read(node, place);
    return value === undefined ? undefined : make(value, place);
  },
});

/** A shape with rules between its parts; they are asked only when all parts could be read. */
export const checked = <Value>(shape: Shape<Value>, check: (value: Value, place: Place) => void): Shape<Value> => ({
  schema: shape.schema,
  read(node, place) {
    const value = shape.read(node, place);
    if (value !== undefined) check(value, place);
    return value;
  },
});

/** One of several shapes, by whether a text, a list or a map was written; `otherwise` says what is right. */
export function byForm<Value>(
  forms: { readonly text?: Shape<Value>; readonly list?: Shape<Value>; readonly map?: Shape<Value> },
  { code, is }: { readonly code: string; readonly is: string },
): Shape<Value> {
  const schemas: Json[] = [forms.text, forms.list, forms.map].flatMap((form) =>
    form === undefined ? [] : [form.schema],
  );
  return {
    schema: { anyOf: schemas },
    read(node, place) {
      const form = node.kind === "empty" ? undefined : forms[node.kind];
      if (form !== undefined) return form.read(node, place);
      const found =
        node.kind === "text" ? quoted(node.text) : { list: "a list", map: "a map", empty: "nothing" }[node.kind];
      return complain(place, { range: node.range, code, message: `Cannot read ${found} here: ${is}` });
    },
  };
}
