import { fits, fitsArn } from "./wildcard.ts";

/** How one policy value compares with one value of the request; undefined: one of them cannot be read. */
type Compare = (wanted: string, found: string) => boolean | undefined;

export type Operator = {
  /** Holds when no value compares, and when the key is missing. */
  readonly negated: boolean;
  /** `{key} {words} {values}` in a sentence. */
  readonly words: string;
  /** How a variable's wildcards are kept: `pattern` makes them inert, `literal` compares as it stands. */
  readonly variables: "none" | "literal" | "pattern";
  readonly compare: Compare;
};

/**
 * The condition operators, as the IAM User Guide lists them ("IAM JSON policy elements: Condition
 * operators"). `Null` is not here: it asks for the key, not for a value. Binary is not supported and
 * so cannot be read.
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...pair("StringEquals", "StringNotEquals", { words: "is", variables: "literal", compare: (a, b) => a === b }),
  ...pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", {
    words: "is",
    variables: "literal",
    compare: (a, b) => a.toLowerCase() === b.toLowerCase(),
  }),
  ...pair("StringLike", "StringNotLike", { words: "is like", variables: "pattern", compare: fits }),
  ...pair("ArnEquals", "ArnNotEquals", { words: "is like", variables: "pattern", compare: compareArn }),
  ...pair("ArnLike", "ArnNotLike", { words: "is like", variables: "pattern", compare: compareArn }),
  ...pair("IpAddress", "NotIpAddress", { words: "is in", variables: "none", compare: compareAddress }),
  ...ordered("Date", readDate),
  ...ordered("Numeric", readNumber),
  ["Bool", { negated: false, words: "is", variables: "none", compare: compareBool }],
]);

function pair(name: string, opposite: string, operator: Omit<Operator, "negated">): [string, Operator][] {
  return [
    [name, { ...operator, negated: false }],
    [opposite, { ...operator, negated: true, words: operator.words.replace(/^is/, "is not") }],
  ];
}

function ordered(kind: "Date" | "Numeric", read: (text: string) => number | undefined): [string, Operator][] {
  const by =
    (holds: (found: number, wanted: number) => boolean): Compare =>
    (wanted, found) => {
      const limit = read(wanted);
      const value = read(found);
      return limit === undefined || value === undefined ? undefined : holds(value, limit);
    };
  const one = (name: string, words: string, compare: Compare): [string, Operator] => [
    `${kind}${name}`,
    { negated: false, words, variables: "none", compare },
  ];
  return [
    ...pair(`${kind}Equals`, `${kind}NotEquals`, { words: "is", variables: "none", compare: by((a, b) => a === b) }),
    one(
      "LessThan",
      "is below",
      by((a, b) => a < b),
    ),
    one(
      "LessThanEquals",
      "is at most",
      by((a, b) => a <= b),
    ),
    one(
      "GreaterThan",
      "is above",
      by((a, b) => a > b),
    ),
    one(
      "GreaterThanEquals",
      "is at least",
      by((a, b) => a >= b),
    ),
  ];
}

/** A W3C date or date and time with a zone, or seconds since 1970; undefined for anything else. */
function readDate(text: string): number | undefined {
  if (/^\d{5,12}(\.\d{1,9})?$/.test(text)) return Number(text) * 1_000;
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}

function readNumber(text: string): number | undefined {
  return /^[+-]?\d{1,20}(\.\d{1,20})?$/.test(text) ? Number(text) : undefined;
}

function compareBool(wanted: string, found: string): boolean | undefined {
  const [left, right] = [wanted.toLowerCase(), found.toLowerCase()];
  if (!/^(true|false)$/.test(left) || !/^(true|false)$/.test(right)) return undefined;
  return left === right;
}

/** `ArnEquals` and `ArnLike` are the same: each of the six parts apart, with wildcards. */
function compareArn(wanted: string, found: string): boolean | undefined {
  if (wanted !== "*" && wanted.split(":").length < 6) return undefined;
  return found.startsWith("arn:") && fitsArn(wanted, found);
}

/** IPv4 only: a range of IPv6 cannot be read, and so never allows. */
function compareAddress(wanted: string, found: string): boolean | undefined {
  const [base = "", bits = "32"] = wanted.split("/");
  const network = readAddress(base);
  const address = readAddress(found);
  if (network === undefined || address === undefined || !/^(\d|[12]\d|3[0-2])$/.test(bits)) return undefined;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(network / size) === Math.floor(address / size);
}

function readAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
