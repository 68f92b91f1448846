import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import {
  amount,
  amountRange,
  duration,
  durationRange,
  grace,
  percent,
  tier,
} from "#shared/contracts/documents/amounts.ts";
import { date, month, schedule, zone } from "#shared/contracts/documents/moments.ts";
import {
  accountNo,
  group,
  id,
  label,
  mailbox,
  ou,
  reference,
  region,
  thing,
  url,
} from "#shared/contracts/documents/names.ts";
import { pattern } from "#shared/contracts/documents/pattern.ts";
import { dataPlace } from "#shared/contracts/documents/places.ts";
import type { Shape } from "#shared/contracts/documents/shape.ts";
import { decider, hearer, stage } from "#shared/contracts/documents/who.ts";
import { boolean, wholeNumber, word } from "#shared/contracts/documents/words.ts";
import { readAs, readNode } from "#test/support/documents.ts";

// Properties take their time on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 });

type Row = { readonly because: string; readonly shape: Shape<unknown>; readonly text: string };

describe("a value in the house spelling", () => {
  test.each<Row & { readonly value: unknown }>([
    { because: "hours", shape: duration, text: "4h", value: 14_400_000 },
    { because: "days of 24 hours", shape: duration, text: "14d", value: 1_209_600_000 },
    { because: "no wait, in a word", shape: grace, text: "none", value: "none" },
    {
      because: "money",
      shape: amount,
      text: "1200 USD",
      value: { money: 1_200_000_000_000_000_000_000n, currency: "USD" },
    },
    { because: "cents", shape: amount, text: "0.35 USD", value: { money: 350_000_000_000_000_000n, currency: "USD" } },
    { because: "a part in millionths", shape: percent, text: "62.5%", value: 625_000 },
    { because: "more than the whole, of a budget", shape: percent, text: "105%", value: 1_050_000 },
    { because: "a range", shape: durationRange, text: "{min: 1h, max: 2h}", value: { min: 3_600_000, max: 7_200_000 } },
    { because: "a range open below", shape: durationRange, text: "{max: 8h}", value: { max: 28_800_000 } },
    {
      because: "a range of one length",
      shape: durationRange,
      text: "{min: 1h, max: 1h}",
      value: { min: 3_600_000, max: 3_600_000 },
    },
    { because: "a tier", shape: tier, text: "0", value: 0 },
    { because: "a day", shape: date, text: "2027-03-31", value: "2027-03-31" },
    { because: "a leap day", shape: date, text: "2028-02-29", value: "2028-02-29" },
    { because: "a month", shape: month, text: "2026-10", value: "2026-10" },
    { because: "a schedule", shape: schedule, text: '"0 9 * * 1-5"', value: "0 9 * * 1-5" },
    { because: "quarters", shape: schedule, text: '"0 9 1 1,4,7,10 *"', value: "0 9 1 1,4,7,10 *" },
    {
      because: "a day that comes every eight years at most",
      shape: schedule,
      text: '"0 0 29 2 *"',
      value: "0 0 29 2 *",
    },
    { because: "a zone", shape: zone, text: "Europe/London", value: "Europe/London" },
    { because: "an id with a dot", shape: id, text: "sales.order-events", value: "sales.order-events" },
    { because: "an id of digits", shape: id, text: "007", value: "007" },
    {
      because: "a reference of one of several kinds",
      shape: thing,
      text: "team:orders",
      value: { kind: "team", id: "orders" },
    },
    { because: "an account number", shape: accountNo, text: "012345678901", value: "012345678901" },
    { because: "a region", shape: region, text: "us-gov-west-1", value: "us-gov-west-1" },
    { because: "the root", shape: ou, text: "/", value: "/" },
    { because: "a switch", shape: boolean, text: "true", value: true },
    {
      because: "a place in S3",
      shape: dataPlace,
      text: "s3://saltmarsh/orders/",
      value: { kind: "s3", text: "s3://saltmarsh/orders/", bucket: "saltmarsh", prefix: "orders/" },
    },
    {
      because: "a whole bucket",
      shape: dataPlace,
      text: "s3://saltmarsh/",
      value: { kind: "s3", text: "s3://saltmarsh/", bucket: "saltmarsh", prefix: "" },
    },
    {
      because: "a table",
      shape: dataPlace,
      text: "glue:sales.orders",
      value: { kind: "glue", text: "glue:sales.orders", database: "sales", table: "orders" },
    },
    {
      because: "a whole database",
      shape: dataPlace,
      text: "glue:sales",
      value: { kind: "glue", text: "glue:sales", database: "sales" },
    },
    {
      because: "a stream",
      shape: dataPlace,
      text: "kinesis:order-events",
      value: { kind: "kinesis", text: "kinesis:order-events", stream: "order-events" },
    },
    {
      because: "the people of a team",
      shape: decider,
      text: "team:orders",
      value: { kind: "team", team: "orders", part: "members" },
    },
    {
      because: "a team whose id has a dot",
      shape: decider,
      text: "team:sales.orders.oncall",
      value: { kind: "team", team: "sales.orders", part: "oncall" },
    },
    { because: "who it is about", shape: decider, text: "target.owners", value: { kind: "target", part: "owners" } },
    { because: "whoever made it", shape: hearer, text: "creator", value: { kind: "creator" } },
    { because: "a tag of the resource", shape: hearer, text: "tag:Owner", value: { kind: "tag", key: "Owner" } },
    {
      because: "one is a stage of one",
      shape: stage,
      text: "target.owners",
      value: { need: 1, of: [{ kind: "target", part: "owners" }] },
    },
    {
      because: "one of two",
      shape: stage,
      text: "{of: [creator-team, x]}".replace("creator-team, x", "requester.lead, target.lead"),
      value: {
        need: 1,
        of: [
          { kind: "requester", part: "lead" },
          { kind: "target", part: "lead" },
        ],
      },
    },
    {
      because: "each of two",
      shape: stage,
      text: "{need: each, of: [requester.lead, target.lead]}",
      value: {
        need: "each",
        of: [
          { kind: "requester", part: "lead" },
          { kind: "target", part: "lead" },
        ],
      },
    },
    { because: "a regular expression", shape: pattern, text: '"(?i)password"', value: "(?i)password" },
    { because: "repetition side by side", shape: pattern, text: '"[A-Z]{2,8}-[0-9]+"', value: "[A-Z]{2,8}-[0-9]+" },
    {
      because: "a few choices and optional parts",
      shape: pattern,
      text: '"(dev|test|prod)(-[a-z]{2}[0-9])?x?"',
      value: "(dev|test|prod)(-[a-z]{2}[0-9])?x?",
    },
    {
      because: "a runbook on a plain host",
      shape: url,
      text: "http://wiki/runbooks/x",
      value: "http://wiki/runbooks/x",
    },
    {
      because: "a role mailbox",
      shape: mailbox,
      text: "orders-oncall@example.com",
      value: "orders-oncall@example.com",
    },
  ])("$text is read: $because", ({ shape, text, value }) => {
    const read = readAs(shape, text);
    expect(read.messages).toEqual([]);
    expect(read.value).toEqual(value);
  });
});

describe("another spelling of exactly one value", () => {
  test.each<Row & { readonly write: string }>([
    { because: "ISO 8601", shape: duration, text: "PT4H", write: "4h" },
    { because: "ISO 8601 in days", shape: duration, text: "P1W", write: "7d" },
    { because: "two units", shape: duration, text: "1h30m", write: "90m" },
    { because: "years differ in days", shape: duration, text: "7y", write: "2557d" },
    { because: "grouped by thousands", shape: amount, text: '"1,200 USD"', write: "1200 USD" },
    { because: "grouped, with cents", shape: amount, text: '"12,345.60 USD"', write: "12345.6 USD" },
    {
      because: "points for thousands and a comma for decimals",
      shape: amount,
      text: '"1.200,50 EUR"',
      write: "1200.5 EUR",
    },
    { because: "the currency in front", shape: amount, text: "USD 1200", write: "1200 USD" },
    { because: "no blank", shape: amount, text: "1200usd", write: "1200 USD" },
    { because: "no sign of a part", shape: percent, text: "20", write: "20%" },
    { because: "a blank before the sign", shape: percent, text: "20 %", write: "20%" },
    { because: "two ends in one text", shape: durationRange, text: "30d-400d", write: "{min: 30d, max: 400d}" },
    { because: "a day that can only be the 31st", shape: date, text: "31/03/2027", write: "2027-03-31" },
    { because: "a day with slashes, year first", shape: date, text: "2027/3/1", write: "2027-03-01" },
    { because: "the same day either way", shape: date, text: "05.05.2027", write: "2027-05-05" },
    { because: "the first of a month", shape: month, text: "2026-10-01", write: "2026-10" },
    { because: "the month in front", shape: month, text: "10/2026", write: "2026-10" },
    { because: "six fields of AWS", shape: schedule, text: '"cron(0 8 3 * ? *)"', write: "0 8 3 * *" },
    { because: "six fields of AWS, whose Monday is 2", shape: schedule, text: '"0 8 ? * 2-6 *"', write: "0 8 * * 1-5" },
    { because: "upper case and an underscore", shape: id, text: "Sales_Orders", write: "sales-orders" },
    { because: "a prefix where only groups may stand", shape: group, text: "group:all-data", write: "all-data" },
    { because: "a kind in upper case", shape: thing, text: "Team:orders", write: "team:orders" },
    { because: "a switch of another tool", shape: boolean, text: "yes", write: "true" },
    { because: "a switch in upper case", shape: boolean, text: "False", write: "false" },
    {
      because: "a folder without its end",
      shape: dataPlace,
      text: "s3://saltmarsh/orders",
      write: "s3://saltmarsh/orders/",
    },
    { because: "a bucket without its end", shape: dataPlace, text: "s3://saltmarsh", write: "s3://saltmarsh/" },
  ])("$text is told, and read as $write: $because", ({ shape, text, write }) => {
    const read = readAs(shape, text);
    const found = text.replaceAll('"', "");
    expect(read.messages).toEqual([`Cannot read "${found}": write "${write}"`]);
    expect(read.faults[0]?.fix).toMatchObject({ from: 0, to: text.length });
    const fixed = read.faults[0]?.fix?.text ?? "";
    expect(readAs(shape, fixed)).toMatchObject({ messages: [], value: read.value });
  });

  test.each<Row & { readonly meant: string }>([
    {
      because: "a letter missing",
      shape: word(["low", "medium", "high", "critical"]),
      text: "critcal",
      meant: "critical",
    },
    { because: "a letter too few", shape: decider, text: "target.owner", meant: "target.owners" },
    { because: "a kind misspelt", shape: decider, text: "tema:orders", meant: "team:orders" },
  ])("$text is asked about: $because", ({ shape, text, meant }) => {
    expect(readAs(shape, text).messages).toEqual([`Cannot read "${text}": did you mean "${meant}"`]);
  });
});

describe("a value that could be several, or none", () => {
  test.each<Row & { readonly says: string }>([
    {
      because: "no unit",
      shape: duration,
      text: "90",
      says: 'a duration is a whole number and one of s, m, h, d, w, such as "4h"',
    },
    { because: "nothing is no wait", shape: grace, text: "0d", says: 'that there is none is written "none"' },
    { because: "months have no length", shape: duration, text: "P1M", says: "a duration is a whole number" },
    {
      because: "a dollar of which country",
      shape: amount,
      text: '"$1,200"',
      says: 'an amount is written with its currency, such as "1200 USD"',
    },
    { because: "no currency", shape: amount, text: "1200", says: "an amount is written with its currency" },
    {
      because: "no currency, and thousands or decimals",
      shape: amount,
      text: '"1.200,00"',
      says: "an amount is written with its currency",
    },
    { because: "a debt is no budget", shape: amount, text: '"-5 USD"', says: "an amount is written with its currency" },
    {
      because: "a fifth, or a fifth of a per cent",
      shape: percent,
      text: "0.2",
      says: 'a part is written with its sign and at most four decimals, such as "62.5%"',
    },
    { because: "all, or a hundredth", shape: percent, text: "1", says: "a part is written with its sign" },
    { because: "backwards", shape: durationRange, text: "{min: 2d, max: 1d}", says: "min is greater than max" },
    { because: "no end at all", shape: durationRange, text: "{}", says: "Cannot read a range without ends" },
    {
      because: "min above max in money",
      shape: amountRange,
      text: "{min: 2 USD, max: 1 USD}",
      says: "min is greater than max",
    },
    {
      because: "April or March",
      shape: date,
      text: "03/04/2027",
      says: 'a day is written year, month, day, such as "2027-03-31"',
    },
    { because: "no such day", shape: date, text: "2027-02-29", says: "a day is written year, month, day" },
    {
      because: "a moment",
      shape: date,
      text: "2027-03-31T00:00:00Z",
      says: 'write the day alone, such as "2027-03-31": a day is meant in the company\'s zone',
    },
    {
      because: "no such month",
      shape: month,
      text: "2026-13",
      says: 'a month is written year and month, such as "2026-10"',
    },
    {
      because: "six fields that may begin with seconds",
      shape: schedule,
      text: '"0 8 3 * * *"',
      says: "a schedule has five fields in quotes",
    },
    { because: "a nickname", shape: schedule, text: '"@daily"', says: "a schedule has five fields in quotes" },
    {
      because: "an hour that is not",
      shape: schedule,
      text: '"0 25 * * *"',
      says: "a schedule has five fields in quotes",
    },
    { because: "a day that never comes", shape: schedule, text: '"0 0 31 2 *"', says: "no day ever fits it" },
    {
      because: "an offset is no place",
      shape: zone,
      text: "GMT+1",
      says: 'a zone is written as a place, such as "Europe/London"',
    },
    {
      because: "a title",
      shape: reference("a team", "orders"),
      text: "Orders Team",
      says: 'write the id of a team, such as "orders"',
    },
    { because: "a person", shape: reference("a team", "orders"), text: "ann@example.com", says: "not a mail address" },
    { because: "a person in a list of groups", shape: group, text: "ann@example.com", says: "people are never listed" },
    { because: "an unknown kind", shape: thing, text: "bucket:orders", says: 'such as "team:orders"' },
    { because: "eleven digits", shape: accountNo, text: "11112222333", says: "an account number has 12 digits" },
    { because: "an OU without its root", shape: ou, text: "Data/Prod", says: "as its path from the root" },
    {
      because: "a priority of another tool",
      shape: word(["low", "medium", "high", "critical"]),
      text: "P1",
      says: 'it is "low", "medium", "high" or "critical"',
    },
    { because: "people decide about findings only", shape: decider, text: "creator", says: "it has no meaning here" },
    {
      because: "a person who decides",
      shape: decider,
      text: "ann@example.com",
      says: "people are never listed; write a team or a group",
    },
    { because: "nobody", shape: stage, text: "{need: 2, of: []}", says: "at least 1" },
    {
      because: "nobody needed",
      shape: stage,
      text: "{need: 0, of: [target.owners]}",
      says: 'it is a whole number from 1 to 20, or "each"',
    },
    {
      because: "one person counted twice",
      shape: stage,
      text: "{need: 2, of: [target.owners, target.owners]}",
      says: 'Cannot ask "target.owners" twice',
    },
    {
      because: "a pattern of places",
      shape: dataPlace,
      text: '"s3://saltmarsh/*"',
      says: 'without "*", "?" or braces',
    },
    {
      because: "a way out of the folder",
      shape: dataPlace,
      text: "s3://saltmarsh/a/../b/",
      says: 'without "." or ".."',
    },
    { because: "two dots", shape: dataPlace, text: "glue:a.b.c", says: "a place is written" },
    { because: "repetition of repetition", shape: pattern, text: '"(a+)+"', says: "that can take for ever" },
    { because: "a choice repeated", shape: pattern, text: '"(a|ab)*c"', says: "that can take for ever" },
    { because: "deep repetition", shape: pattern, text: '"((x(y+)z))*"', says: "that can take for ever" },
    {
      because: "many repetitions in a row",
      shape: pattern,
      text: '"a*a*a*a*b"',
      says: "repeats in more than 3 places",
    },
    { because: "an optional part repeated", shape: pattern, text: '"(a?){20}a{20}"', says: "that can take for ever" },
    { because: "many optional parts", shape: pattern, text: `"${"a?".repeat(28)}b"`, says: "in too many ways" },
    { because: "many choices in a row", shape: pattern, text: `"${"(a|a)".repeat(26)}b"`, says: "in too many ways" },
    { because: "many short repetitions", shape: pattern, text: `"${"a{0,9}".repeat(12)}b"`, says: "in too many ways" },
    { because: "looking back", shape: pattern, text: '"(?<=a)b"', says: "may not look around" },
    { because: "no regular expression", shape: pattern, text: '"[a"', says: "it is a regular expression" },
    {
      because: "a number out of its bounds",
      shape: wholeNumber({ min: 1, max: 50 }),
      text: "51",
      says: "a whole number from 1 to 50",
    },
    { because: "a label with a blank", shape: label, text: "very secret", says: "a label is one word" },
    { because: "nothing at all", shape: duration, text: "# nothing\n''", says: "a duration is" },
    { because: "a list for one value", shape: id, text: "[a]", says: "Cannot read a list here: an id is" },
    { because: "a map for one value", shape: id, text: "{a: b}", says: "Cannot read a map here: an id is" },
  ])("$text is refused: $because", ({ shape, text, says }) => {
    const read = readAs(shape, text);
    expect(read.value).toBeUndefined();
    expect(read.messages).toHaveLength(1);
    expect(read.messages[0]).toContain(says);
    expect(read.faults[0]?.fix).toBeUndefined();
  });
});

const SHAPES: readonly (readonly [string, Shape<unknown>])[] = Object.entries({
  amount,
  amountRange,
  duration,
  durationRange,
  grace,
  percent,
  tier,
  date,
  month,
  schedule,
  zone,
  accountNo,
  group,
  id,
  label,
  mailbox,
  ou,
  region,
  thing,
  url,
  pattern,
  dataPlace,
  decider,
  hearer,
  stage,
  boolean,
});

describe("any text, for every shape", () => {
  const near = fc.constantFrom(
    "PT4H",
    "1,200 USD",
    "$1",
    "20 %",
    "1/2/2027",
    "cron(0 8 ? * 2 *)",
    "Sales_Orders",
    "team:x",
    "s3://b",
    "{a: b}",
    "[a]",
    "30d-1d",
    "(a+)+",
    "\u001b[2J",
    "__proto__",
  );
  const any = fc.oneof(fc.string(), near, fc.stringMatching(/^[0-9A-Za-z.,:%$ /_-]{0,20}$/));

  test.each(SHAPES)("%s answers a value, or complains in one line and says where", (_, shape) => {
    fc.assert(
      fc.property(any, fc.boolean(), (text, bare) => {
        const written =
          bare && /^[A-Za-z0-9/$][A-Za-z0-9 .,/_%:-]*[A-Za-z0-9/%]$/.test(text) && !/: |,/.test(text)
            ? text
            : JSON.stringify(text);
        const { value, faults } = readAs(shape, written);
        expect(value === undefined ? faults.length : 1).toBeGreaterThan(0);
        for (const { message, range } of faults) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
          expect(message).not.toMatch(/[\u0000-\u001f\u007f]/);
          expect(range.to).toBeLessThanOrEqual(written.length);
        }
      }),
      { numRuns: 120 },
    );
  });

  test.each(SHAPES)("what %s would write is read without complaint, as the value it was meant to be", (_, shape) => {
    fc.assert(
      fc.property(any, (text) => {
        const { value, faults } = readAs(shape, JSON.stringify(text));
        const [fault] = faults;
        if (fault?.fix === undefined) return;
        const again = readAs(shape, fault.fix.text);
        expect(again.messages).toEqual([]);
        expect(again.value).toEqual(value);
      }),
      { numRuns: 120 },
    );
  });

  test.each(SHAPES)("%s refuses half a million characters at once, and shows the first of them", (_, shape) => {
    for (const text of ["a-".repeat(250_000), ".".repeat(500_000), "1,".repeat(250_000), "(".repeat(500_000)]) {
      const began = performance.now();
      const { value, messages } = readNode(shape, { kind: "text", text, plain: true, range: { from: 0, to: 500_000 } });
      expect(performance.now() - began).toBeLessThan(30_000);
      expect(value).toBeUndefined();
      expect(messages[0]?.length).toBeLessThan(700);
    }
  });
});
