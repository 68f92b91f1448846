import { type AllocationRule, POOLS, type Split } from "#shared/catalog/documents/allocation-rule.ts";
import { percent } from "#shared/contracts/documents/amounts.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { month } from "#shared/contracts/documents/moments.ts";
import { thing } from "#shared/contracts/documents/names.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { poolMatch } from "#shared/contracts/documents/selectors.ts";
import {
  byForm,
  checked,
  complain,
  complainAt,
  inside,
  mapped,
  refined,
  type Shape,
  type ValueOf,
} from "#shared/contracts/documents/shape.ts";
import { formed, word } from "#shared/contracts/documents/words.ts";

type Shares = Extract<Split, { by: "fixed" }>["shares"];

/** Who takes which part: the name is the key, the part its value. */
const shares: Shape<Shares> = {
  schema: { type: "object", additionalProperties: percent.schema },
  read(node, place) {
    if (node.kind !== "map") {
      return complain(place, {
        range: node.range,
        code: "split",
        message: 'Cannot read this: parts are written {"team:orders": 62.5%, …}',
      });
    }
    const list = { ...place, pointer: place.pointer.replace(/\/fixed$/, "/shares") };
    place.positions.set(list.pointer, node.range);
    const read = node.entries.map(({ key, value }, at) => {
      const part = inside(list, at, key.range);
      const to = thing.read(key, inside(part, "to", key.range));
      const of = percent.read(value, inside(part, "share", value.range));
      return to === undefined || of === undefined ? undefined : { to, share: of };
    });
    return read.every((each) => each !== undefined) ? read : undefined;
  },
};

const meter = formed({
  code: "meter",
  is: 'a meter is named such as "redshift.querySeconds"',
  pattern: /^[a-z0-9]+(?:\.[A-Za-z][A-Za-z0-9]*)+$/,
  make: (text) => text,
});

const SPLIT = 'a split is even, {by: spend}, {by: meter, meter: …} or {fixed: {"team:orders": 62.5%, …}}';

const splitMap = record(
  {
    by: optional(word(["even", "spend", "meter"]), "By what", "spend"),
    meter: optional(meter, "The meter, with by: meter", "redshift.querySeconds"),
    fixed: optional(shares, "Parts, 100% exactly", { "team:orders": "62.5%", "team:finance": "37.5%" }),
  },
  { thing: "a split" },
);

type Answer = { readonly split: Split } | { readonly fault: string };

function splitOf({ by, meter: name, fixed }: ValueOf<typeof splitMap>): Answer {
  if (fixed !== undefined) {
    const alone = by === undefined && name === undefined;
    return alone ? { split: { by: "fixed", shares: fixed } } : { fault: `Cannot split in two ways: ${SPLIT}` };
  }
  if (by === undefined) return { fault: `Cannot split by nothing: ${SPLIT}` };
  if (by !== "meter") {
    return name === undefined ? { split: { by } } : { fault: `Cannot split by ${by} with a meter: leave one out` };
  }
  if (name !== undefined) return { split: { by, meter: name } };
  return { fault: "Cannot split by meter: write which, such as meter: redshift.querySeconds" };
}

const split: Shape<Split> = byForm<Split>(
  {
    text: mapped(word(["even", "spend"]), (by): Split => ({ by })),
    map: refined(splitMap, (read, place): Split | undefined => {
      const answer = splitOf(read);
      return "split" in answer ? answer.split : complainAt(place, "", { code: "split", message: answer.fault });
    }),
  },
  { code: "split", is: SPLIT },
);

const whole: Shape<AllocationRule> = documentShape("AllocationRule", {
  pool: optional(word(POOLS), "A built-in pool", "support"),
  match: optional(poolMatch, "A pool of our own: what is in it", [{ type: "glue.crawler", name: "shared-*" }]),
  split: required(split, "How it is split", { by: "spend" }),
  to: optional(oneOrMore(thing), "Among whom; without it, all that spent", ["team:orders", "team:finance"]),
  from: required(month, "The first month; one that is FINAL cannot be reached", "2026-10"),
  until: optional(month, "The last month", "2027-03"),
});

export const allocationRule: Shape<AllocationRule> = checked(whole, ({ split: how, to }, place) => {
  if (how.by === "fixed" && to !== undefined) {
    complainAt(place, "/to", { code: "split", message: "Cannot split to others than fixed names: leave out to" });
  }
});
