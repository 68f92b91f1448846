import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Selector } from "#shared/catalog/documents/selector.ts";
import { type Fit, fits, type Subject } from "#shared/catalog/fit.ts";
import { attos } from "#shared/kernel/money.ts";
import { hours, type Millis } from "#shared/kernel/time.ts";

const usd = (count: bigint) => ({ money: attos(count), currency: "USD" });

const rows: readonly (readonly [string, Selector | undefined, Subject, Fit])[] = [
  ["nothing asked", undefined, {}, "fits"],
  ["an empty list", [], {}, "no"],
  ["an empty map", [{}], {}, "fits"],
  ["one of several values", [{ environment: ["dev", "test"] }], { environment: "test" }, "fits"],
  ["keys are and", [{ environment: ["dev"], access: ["read"] }], { environment: "dev", access: "write" }, "no"],
  ["maps are or", [{ environment: ["dev"] }, { access: ["write"] }], { environment: "prod", access: "write" }, "fits"],
  ["a missing fact", [{ environment: ["dev"] }], {}, "unknown"],
  ["a fact that is not", [{ dataset: ["sales.orders"] }], { dataset: null }, "no"],
  ["a missing fact that does not matter", [{ environment: ["dev"], access: ["read"] }], { access: "write" }, "no"],
  ["a missing fact beside one that fits", [{ environment: ["dev"] }, { access: ["read"] }], { access: "read" }, "fits"],
  [
    "except",
    [{ access: ["read"], except: [{ environment: ["prod"] }] }],
    { access: "read", environment: "prod" },
    "no",
  ],
  [
    "except of something unknown",
    [{ access: ["read"], except: [{ hours: ["office"] }] }],
    { access: "read" },
    "unknown",
  ],
  [
    "except of what does not fit anyway",
    [{ access: ["read"], except: [{ hours: ["office"] }] }],
    { access: "write" },
    "no",
  ],
  ["any of the labels", [{ labels: ["PII", "PHI"] }], { labels: ["PHI"] }, "fits"],
  ["no label at all", [{ labels: ["PII"] }], { labels: [] }, "no"],
  ["an OU below", [{ ou: ["/Data"] }], { ou: "/Data/Prod" }, "fits"],
  ["an OU that only begins so", [{ ou: ["/Data"] }], { ou: "/Database" }, "no"],
  ["a tag that is there", [{ tag: { Owner: ["*"] } }], { tags: { Owner: "ada" } }, "fits"],
  ["a tag that is not there", [{ tag: { Owner: ["*"] } }], { tags: {} }, "no"],
  ["a tag every object has", [{ tag: { constructor: ["*"] } }], { tags: {} }, "no"],
  ["tags nobody could read", [{ tag: { Owner: ["*"] } }], {}, "unknown"],
  ["two tags are and", [{ tag: { A: ["1"], B: ["2"] } }], { tags: { A: "1", B: "3" } }, "no"],
  ["a billing column", [{ billing: { ServiceName: ["AWS *"] } }], { billing: { ServiceName: "AWS Glue" } }, "fits"],
  ["a billing column that is null", [{ billing: { ServiceName: ["*"] } }], { billing: { ServiceName: null } }, "no"],
  ["a length at the end of the range", [{ duration: { max: hours(8) } }], { duration: hours(8) }, "fits"],
  ["a length past it", [{ duration: { max: hours(8) } }], { duration: (hours(8) + 1) as Millis }, "no"],
  ["an estimate at the limit", [{ estimate: { max: usd(200n) } }], { estimate: usd(200n) }, "fits"],
  [
    "an estimate in another currency",
    [{ estimate: { max: usd(200n) } }],
    { estimate: { money: attos(1n), currency: "EUR" } },
    "unknown",
  ],
  ["a tier by number", [{ tier: [0, 1] }], { tier: 1 }, "fits"],
  ["a type by wildcard", [{ type: ["rds.*"] }], { type: "rds.cluster" }, "fits"],
  ["case counts", [{ name: ["orders"] }], { name: "Orders" }, "no"],
];

describe("a selector", () => {
  test.each(rows)("with %s", (...[, selector, subject, expected]) => {
    expect(fits(selector, subject)).toBe(expected);
  });

  test("that is certain with less known stays so with more", () => {
    const all: Subject = { access: "read", environment: "prod", labels: ["PII"], tier: 1, hours: ["office"] };
    const selectors = fc.constantFrom(...rows.map(([, selector]) => selector));
    fc.assert(
      fc.property(selectors, fc.subarray(Object.keys(all)), (selector, known) => {
        const part = Object.fromEntries(Object.entries(all).filter(([key]) => known.includes(key)));
        const less = fits(selector, part);
        if (less !== "unknown") expect(fits(selector, all)).toBe(less);
      }),
      { numRuns: 500 },
    );
  });
});
