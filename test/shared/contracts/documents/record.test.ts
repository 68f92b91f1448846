import { describe, expect, test } from "vitest";

import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { asScalar } from "#shared/contracts/documents/shape.ts";
import { freeText, wholeNumber } from "#shared/contracts/documents/words.ts";
import { readAs, readText } from "#test/support/documents.ts";

const count = wholeNumber({ min: 1, max: 9 });

const thing = record(
  {
    run: required(count, "In a run", 3),
    maxTotal: optional(count, "In all", 9),
    costCenter: optional(freeText(), "Where", "CC-1"),
    environment: optional(freeText(), "Which", "prod"),
    classification: optional(freeText(), "How", "internal"),
  },
  { thing: "caps", forbidden: { never: "it is not part of this" } },
);

describe("a map with known keys", () => {
  test.each([
    { because: "a letter wrong", key: "maxTotl", meant: "maxTotal" },
    { because: "another way to join words", key: "max_total", meant: "maxTotal" },
    { because: "another case", key: "MAXTOTAL", meant: "maxTotal" },
    { because: "a word of another tool", key: "env", meant: "environment" },
    { because: "a shorter word", key: "class", meant: "classification" },
    { because: "a longer word", key: "data_classification", meant: "classification" },
    { because: "British spelling", key: "costCentre", meant: "costCenter" },
    { because: "British spelling, joined", key: "cost-centre", meant: "costCenter" },
  ])("reads $key as $meant and says so: $because", ({ key, meant }) => {
    const { value, faults } = readAs(thing, `{run: 1, ${key}: "5"}`);
    expect(faults.map(({ message, fix }) => [message, fix])).toEqual([
      [`Cannot read "${key}" in caps: did you mean "${meant}"`, { from: 9, to: 9 + key.length, text: meant }],
    ]);
    expect(value).toHaveProperty(meant);
  });

  test.each([
    {
      because: "an unknown key",
      text: "{run: 1, elephant: 2}",
      says: 'Cannot read "elephant" in caps: its keys are run, maxTotal, costCenter, environment, classification',
    },
    {
      because: "a key with a reason of its own",
      text: "{run: 1, never: 2}",
      says: 'Cannot read "never" in caps: it is not part of this',
    },
    {
      because: "a misspelling of what is there already",
      text: "{run: 1, maxTotal: 1, maxTotl: 2}",
      says: 'Cannot read "maxTotl" in caps: its keys are',
    },
    {
      because: "a missing key",
      text: "{maxTotal: 1}",
      says: 'Cannot read caps without "run": write it, such as run: 3',
    },
    { because: "a bad value", text: "{run: 10}", says: 'Cannot read "10": it is a whole number from 1 to 9' },
    {
      because: "a bad value that is optional",
      text: "{run: 1, maxTotal: x}",
      says: 'Cannot read "x": it is a whole number',
    },
    { because: "a list", text: "[run]", says: "Cannot read a list here: the keys of caps are written as a map" },
    { because: "a text", text: "run", says: 'Cannot read "run" here: the keys of caps are written as a map' },
    { because: "a name that every object has", text: "{run: 1, toString: 2}", says: 'Cannot read "toString" in caps' },
    { because: "nothing after a key", text: "{run: }", says: "Cannot read nothing here: it is a whole number" },
  ])("is not answered with $because", ({ text, says }) => {
    const { value, messages } = readAs(thing, text);
    expect(value).toBeUndefined();
    expect(messages).toEqual([expect.stringContaining(says)]);
  });

  test("says everything that is wrong with it at once", () => {
    expect(readAs(thing, "{maxTotal: x, elephant: 1, env: prod}").messages).toHaveLength(4);
  });
});

describe("a document", () => {
  test("is answered without an optional field that could not be read, to be checked beside the others", () => {
    const { documents, problems } = readText("kind: Workload\nid: a\ntier: 2\nbudget: lots\nreads: [b]\n");
    expect(problems).toHaveLength(1);
    expect(documents).toEqual([{ kind: "Workload", id: "a", tier: 2, reads: ["b"] }]);
  });

  test("is not answered without a required one", () => {
    const { documents, broken } = readText("kind: Workload\nid: a\ntier: 7\n");
    expect(documents).toEqual([]);
    expect(broken).toEqual([{ kind: "Workload", id: "a" }]);
  });

  test("is not answered with a rule that lost one of its limits", () => {
    const rule =
      "kind: AccessPolicy\nid: a\nscope: {request: access}\nask: [group:x]\nrules: [{id: r, approve: [target.owners], max: long}]\n";
    expect(readText(rule).documents).toEqual([]);
  });
});

test.each([
  { because: "plain where it can be", text: "sales.orders", written: "sales.orders" },
  { because: "an amount", text: "1200 USD", written: "1200 USD" },
  { because: "a place", text: "s3://a/b/", written: "s3://a/b/" },
  { because: "a schedule needs quotes", text: "0 8 3 * *", written: '"0 8 3 * *"' },
  { because: "a comma would end it in brackets", text: "a,b", written: '"a,b"' },
  { because: "a colon and a blank would make a key", text: "a: b", written: '"a: b"' },
  { because: "a number sign would begin a comment", text: "#orders", written: '"#orders"' },
  { because: "nothing", text: "", written: '""' },
])("a correction is written $because", ({ text, written }) => {
  expect(asScalar(text)).toBe(written);
});
