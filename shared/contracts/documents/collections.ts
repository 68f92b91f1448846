import type { YamlNode } from "#shared/contracts/documents/node.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { complain, inside, type Place, type Shape } from "#shared/contracts/documents/shape.ts";

const NOUNS = { text: "a text", list: "a list", map: "a map", empty: "nothing" } as const;

type ListRules = { readonly min?: number; readonly max?: number };

/** Longer lists are written by no person, and a machine has files of its own. */
const LONGEST_LIST = 5_000;

/** A list. When one item cannot be read the list is not answered: what is missing from it could decide. */
export function list<Item>(item: Shape<Item>, { min = 0, max = LONGEST_LIST }: ListRules = {}): Shape<readonly Item[]> {
  return {
    schema: { type: "array", items: item.schema, ...(min > 0 ? { minItems: min } : {}) },
    read(node, place) {
      if (node.kind !== "list") {
        const message = `Cannot read ${NOUNS[node.kind]} here: a list is written in brackets, such as [a, b]`;
        return complain(place, { range: node.range, code: "list", message });
      }
      if (node.items.length < min || node.items.length > max) {
        const message = `Cannot read a list of ${node.items.length} here: at least ${min}, at most ${max}`;
        return complain(place, { range: node.range, code: "list", message });
      }
      const items = node.items.map((each, at) => item.read(each, inside(place, at, each.range)));
      return items.every((each) => each !== undefined) ? (items as readonly Item[]) : undefined;
    },
  };
}

/** A list that may be written as its one item. */
export function oneOrMore<Item>(item: Shape<Item>, rules: ListRules = { min: 1 }): Shape<readonly Item[]> {
  const several = list(item, rules);
  return {
    schema: { anyOf: [item.schema, several.schema] },
    read(node, place) {
      if (node.kind === "list") return several.read(node, place);
      const only = item.read(node, inside(place, 0, node.range));
      return only === undefined ? undefined : [only];
    },
  };
}

/** What a problem at a member of an open map points at: its name, or its value. */
type OpenMap<Value> = { readonly key: Shape<string>; readonly value: Shape<Value>; readonly pointsAt: "key" | "value" };

/** A map whose keys are names. `__proto__` is a name like any other: the answer has no prototype. */
export function mapOf<Value>({ key, value, pointsAt }: OpenMap<Value>): Shape<{ readonly [name: string]: Value }> {
  return {
    schema: { type: "object", additionalProperties: value.schema },
    read(node, place) {
      if (node.kind !== "map") return notAMap(node, place, "names and values");
      const read: { [name: string]: Value } = Object.create(null);
      let whole = true;
      for (const entry of node.entries) {
        const part = inside(place, entry.key.text, entry[pointsAt].range);
        const name = key.read(entry.key, part);
        const answer = value.read(entry.value, part);
        if (name === undefined || answer === undefined) whole = false;
        else read[name] = answer;
      }
      return whole ? read : undefined;
    },
  };
}

export const notAMap = (node: YamlNode, place: Place, what: string): undefined =>
  complain(place, {
    range: node.range,
    code: "map",
    message: `Cannot read ${node.kind === "text" ? quoted(node.text) : NOUNS[node.kind]} here: ${what} are written as a map`,
  });
