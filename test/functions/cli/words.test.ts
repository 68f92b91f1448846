import { describe, expect, test } from "vitest";
import { ago, choice, counted, firstOf, lengthText, refusedValue, wholeNumber } from "#functions/cli/words.ts";

const MOMENT = "2026-11-23T08:00:00.000Z";

describe("how long ago", () => {
  test.each([
    { now: "2026-11-23T08:00:59.999Z", is: "0 min", because: "not a whole minute yet" },
    { now: "2026-11-23T08:59:59.000Z", is: "59 min", because: "minutes up to the hour" },
    { now: "2026-11-23T09:00:00.000Z", is: "1 h", because: "an hour to the second" },
    { now: "2026-11-25T07:59:59.000Z", is: "47 h", because: "hours up to two days" },
    { now: "2026-11-25T08:00:00.000Z", is: "2 d", because: "then days" },
    { now: "2026-11-23T07:00:00.000Z", is: "0 min", because: "a clock that is behind" },
  ])("$now is $is: $because", ({ now, is }) => {
    expect(ago(MOMENT, Date.parse(now))).toBe(is);
  });
});

describe("a length of access", () => {
  test.each([
    { length: 28_800_000, is: "8h" },
    { length: 28_801_000, is: "over 8h" },
    { length: 604_801_000, is: "over 7d" },
    { length: 1_000, is: "1s" },
  ])("$length ms is $is", ({ length, is }) => {
    expect(lengthText(length)).toBe(is);
  });
});

test("one is not many", () => {
  expect([counted(0, "row"), counted(1, "row"), counted(2, "row")]).toEqual(["0 rows", "1 row", "2 rows"]);
});

test("of many texts the first few are told, but one more is never hidden behind a number", () => {
  expect(firstOf(["a", "b", "c"], 2)).toBe("a, b, c");
  expect(firstOf(["a", "b", "c", "d"], 2)).toBe("a, b and 2 others");
  expect(firstOf([], 2)).toBe("");
});

describe("a whole number", () => {
  test.each(["0", "412", "999999999"])("is read from %s", (text) => {
    expect(wholeNumber(text)).toBe(Number(text));
  });

  test.each(["", "-1", "1.5", "1e3", "0x10", " 4", "9999999999", "all"])('is not read from "%s"', (text) => {
    expect(() => wholeNumber(text)).toThrow(`"${text}" is no whole number such as 412.`);
  });
});

describe("a flag of a few words", () => {
  const read = (text: string): unknown => {
    const { parseArg } = choice({ flags: "--state <state>", about: "which", words: ["OPEN", "RESOLVED"] });
    return parseArg?.(text, undefined);
  };

  test("takes them in either case", () => {
    expect([read("open"), read("RESOLVED")]).toEqual(["OPEN", "RESOLVED"]);
  });

  test.each([
    { text: "opne", words: "Did you mean OPEN? (OPEN, RESOLVED)" },
    { text: "whatever", words: "Write one of OPEN, RESOLVED." },
  ])('answers "$text" with "$words"', ({ text, words }) => {
    expect(() => read(text)).toThrow(words);
  });
});

describe("a value that was refused", () => {
  test.each([
    {
      because: "by its flag, once",
      words:
        "error: option '--month <month>' argument '2026-13' is invalid. \"2026-13\" is no month such as 2026-10.\n",
      is: 'Cannot read --month: "2026-13" is no month such as 2026-10\n',
    },
    {
      because: "by the long name of a flag that has a short one",
      words: "error: option '-m, --mode <mode>' argument 'it's' is invalid. Write one of a, b.\n",
      is: 'Cannot read --mode: found "it\'s". Write one of a, b.\n',
    },
    {
      because: "by its argument, with the nearest right word",
      words: "error: command-argument value 'Datset' is invalid for argument 'kind'. Did you mean Dataset?\n",
      is: 'Cannot read <kind>: found "Datset". Did you mean Dataset?\n',
    },
    {
      because: "without what would steer the terminal",
      words: "error: command-argument value '\u001b[2J' is invalid for argument 'kind'. Write one of a.\n",
      is: 'Cannot read <kind>: found "\\u001b[2J". Write one of a.\n',
    },
    {
      because: "another error stays as it is",
      words: "error: unknown option '--x'\n",
      is: "error: unknown option '--x'\n",
    },
  ])("is told $because", ({ words, is }) => {
    expect(refusedValue(words)).toBe(is);
  });
});
