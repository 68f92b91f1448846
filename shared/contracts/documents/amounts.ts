import type { Amount, DurationRange, Grace, Tier } from "#shared/catalog/documents/document.ts";
import { optional, record } from "#shared/contracts/documents/record.ts";
import {
  byForm,
  complainAt,
  mapped,
  type Place,
  refined,
  type ScalarRead,
  type Shape,
  scalar,
} from "#shared/contracts/documents/shape.ts";
import { word } from "#shared/contracts/documents/words.ts";
import { formatDuration, parseDuration } from "#shared/kernel/duration.ts";
import { exactDecimal, parseMoney } from "#shared/kernel/money.ts";
import { parseShare, type Share } from "#shared/kernel/share.ts";
import type { Millis } from "#shared/kernel/time.ts";

const DURATION = 'a duration is a whole number and one of s, m, h, d, w, such as "4h"';

/** `4h`, never `PT4H` */
export const duration: Shape<Millis> = scalar<Millis>({
  code: "duration",
  is: DURATION,
  schema: { type: "string", pattern: "^[1-9][0-9]{0,8}[smhdw]$" },
  parse: readDuration,
});

function readDuration(text: string): ScalarRead<Millis> {
  const read = parseDuration(text);
  if (read.ok) return { value: read.value };
  const write = read.error.write;
  const meant = write === undefined ? undefined : parseDuration(write);
  return meant?.ok ? { refused: { write: formatDuration(meant.value), meant: meant.value } } : { refused: {} };
}

/** A wait, or the word that there is none. */
export const grace: Shape<Grace> = scalar<Grace>({
  code: "duration",
  is: `${DURATION}; that there is none is written "none"`,
  schema: { type: "string", pattern: "^(none|[1-9][0-9]{0,8}[smhdw])$" },
  parse: (text) => (text === "none" ? { value: "none" } : readDuration(text)),
});

const MONEY = 'an amount is written with its currency, such as "1200 USD"';

/** `1200 USD`, `0.35 USD` */
export const amount: Shape<Amount> = scalar<Amount>({
  code: "money",
  is: MONEY,
  schema: { type: "string", pattern: "^[0-9]+([.][0-9]+)? [A-Z]{3}$" },
  parse(text) {
    const exact = readAmount(text);
    if (exact !== undefined) return { value: exact };
    const write = amountMeantBy(text);
    const meant = write === undefined ? undefined : readAmount(write);
    return { refused: meant === undefined || write === undefined ? {} : { write, meant } };
  },
});

function readAmount(text: string): Amount | undefined {
  const match = /^((?:0|[1-9]\d{0,20})(?:\.\d{1,18})?) ([A-Z]{3})$/.exec(text);
  const money = match?.[1] === undefined ? undefined : parseMoney(match[1]);
  return money === undefined || match?.[2] === undefined ? undefined : { money, currency: match[2] };
}

/** Another spelling of exactly one amount. A bare `$` could be several currencies, and `1.200` two amounts. */
function amountMeantBy(text: string): string | undefined {
  const match = /^(?:([A-Za-z]{3}) ?)?(\d[\d.,]{0,40}?) ?([A-Za-z]{3})?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, before, digits = "", after] = match;
  const currency = (before ?? after)?.toUpperCase();
  const plain = plainDecimal(digits);
  const both = before !== undefined && after !== undefined;
  return currency === undefined || plain === undefined || both ? undefined : `${plain} ${currency}`;
}

function plainDecimal(digits: string): string | undefined {
  if (/^\d+(\.\d+)?$/.test(digits)) return normalDecimal(digits);
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) return normalDecimal(digits.replaceAll(",", ""));
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(digits)) return normalDecimal(digits.replaceAll(".", "").replace(",", "."));
  return undefined;
}

function normalDecimal(text: string): string | undefined {
  const money = parseMoney(text);
  return money === undefined ? undefined : exactDecimal(money);
}

/** `62.5%` */
export const percent: Shape<Share> = scalar<Share>({
  code: "percent",
  is: 'a part is written with its sign and at most four decimals, such as "62.5%"',
  schema: { type: "string", pattern: "^[0-9]{1,6}([.][0-9]{1,4})?%$" },
  parse(text) {
    const value = parseShare(text);
    if (value !== undefined) return { value };
    // From 2 on only per cent can be meant; 1 and 0.2 may be parts of one.
    const write =
      /^\d+(\.\d+)? ?%?$/.test(text) && Number.parseFloat(text) >= 2 ? `${text.replace(/ ?%?$/, "")}%` : undefined;
    const meant = write === undefined ? undefined : parseShare(write);
    return { refused: meant === undefined || write === undefined ? {} : { write, meant } };
  },
});

type Ends<Value> = { readonly min?: Value; readonly max?: Value };

/** Refused forms of a range that has one meaning: `30d-400d`. */
const shortRange = <Value>(each: ScalarRead<Value>, ends: Ends<Value>, write: string): ScalarRead<Ends<Value>> =>
  "value" in each ? { refused: { write, meant: ends, structure: true } } : { refused: {} };

const RANGE = "a range is written {min: 30d, max: 400d}, both ends included";

const durationRangeText: Shape<DurationRange> = scalar<DurationRange>({
  code: "range",
  is: RANGE,
  schema: {},
  parse(text) {
    const [from = "", to = ""] = text.split(/ ?(?:-|\.\.) ?/, 2);
    const min = readDuration(from);
    const max = readDuration(to);
    if (!("value" in min && "value" in max)) return { refused: {} };
    if (min.value > max.value) return { refused: {} };
    return shortRange(max, { min: min.value, max: max.value }, `{min: ${from}, max: ${to}}`);
  },
});

type InOrder<Value> = (ends: Required<Ends<Value>>) => boolean;

const endsInOrder =
  <Value>(inOrder: InOrder<Value>) =>
  (ends: Ends<Value>, place: Place): Ends<Value> | undefined => {
    const { min, max } = ends;
    if (min === undefined && max === undefined) {
      return complainAt(place, "", { code: "range", message: `Cannot read a range without ends: ${RANGE}` });
    }
    if (min === undefined || max === undefined || inOrder({ min, max })) return ends;
    return complainAt(place, "", { code: "range", message: "Cannot read this range: min is greater than max" });
  };

/** `{min: 30d, max: 400d}`, both ends included */
export const durationRange: Shape<DurationRange> = byForm<DurationRange>(
  {
    text: durationRangeText,
    map: refined(
      record(
        {
          min: optional(duration, "The least, itself included", "30d"),
          max: optional(duration, "The most, itself included", "400d"),
        },
        { thing: "a range" },
      ),
      endsInOrder<Millis>(({ min, max }) => min <= max),
    ),
  },
  { code: "range", is: RANGE },
);

/** `{max: 200 USD}` */
export const amountRange: Shape<Ends<Amount>> = refined(
  record(
    {
      min: optional(amount, "The least, itself included", "50 USD"),
      max: optional(amount, "The most, itself included", "200 USD"),
    },
    { thing: "a range" },
  ),
  endsInOrder<Amount>(({ min, max }) => min.money <= max.money),
);

export const TIERS = ["0", "1", "2"] as const;

/** `0`, `1` or `2` */
export const tier: Shape<Tier> = {
  ...mapped(word(TIERS), (text) => Number(text) as Tier),
  schema: { enum: [0, 1, 2, ...TIERS] },
};
