/** Offsets into a file's text, in UTF-16 code units: `from` is inside, `to` is past the end. */
export type Range = { readonly from: number; readonly to: number };

/** A scalar. Everything is text until a field reads it: `NO`, `012345678901` and `1.10` are what they look like. */
export type TextNode = {
  readonly kind: "text";
  readonly text: string;
  readonly range: Range;
  /** Written without quotes or a block sign, so that a correction may need quotes of its own. */
  readonly plain: boolean;
};

/** Nothing was written: `owners:` and the end of the line. */
type EmptyNode = { readonly kind: "empty"; readonly range: Range };

type ListNode = { readonly kind: "list"; readonly items: readonly YamlNode[]; readonly range: Range };

export type MapEntry = { readonly key: TextNode; readonly value: YamlNode };

export type MapNode = { readonly kind: "map"; readonly entries: readonly MapEntry[]; readonly range: Range };

/** A parsed value and where it stands. */
export type YamlNode = TextNode | EmptyNode | ListNode | MapNode;

/** The entry of a key, undefined when the map has none; `__proto__` is a key like any other. */
export const entryOf = (map: MapNode, key: string): MapEntry | undefined =>
  map.entries.find((entry) => entry.key.text === key);

/** One step of a JSON pointer (RFC 6901), escaped. */
export const pointerTo = (pointer: string, step: string | number): string =>
  `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
