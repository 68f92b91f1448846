import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration, parseDurationOrIso } from "#shared/kernel/duration.ts";
import { epochMillis, isoOf, millis, plus } from "#shared/kernel/time.ts";

describe("reading a duration", () => {
  test.each([
    { text: "90s", length: 90_000 },
    { text: "4h", length: 14_400_000 },
    { text: "14d", length: 1_209_600_000 },
    { text: "365250d", length: 31_557_600_000_000 },
    { text: "2w", length: 1_209_600_000 },
  ])("$text is $length ms", ({ text, length }) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: length });
  });

  test.each([
    { text: "PT4H", write: "4h", because: "ISO 8601 is for machines" },
    { text: "PT6H", write: "6h", because: "ISO 8601 is for machines" },
    { text: "P2DT12H", write: "60h", because: "a contract tool read this as two days" },
    { text: "1h30m", write: "90m", because: "one number, one unit" },
    { text: "7y", write: "2557d", because: "years differ in days" },
    { text: "0h", write: undefined, because: "nothing is no length" },
    { text: "P1M", write: undefined, because: "months differ in days" },
    { text: "4", write: undefined, because: "no unit" },
    { text: "4 h", write: undefined, because: "white space" },
    { text: "-4h", write: undefined, because: "a length has no sign" },
    { text: "4.5h", write: undefined, because: "a whole number" },
    { text: "", write: undefined, because: "empty" },
    { text: "365251d", write: undefined, because: "a day more than 1,000 years" },
    { text: "999999999w", write: undefined, because: "no date lies that far ahead" },
    { text: "P999999W", write: undefined, because: "nor there" },
    { text: "999999w1d", write: undefined, because: "nor in two parts" },
    { text: "0h0m", write: undefined, because: "nothing, twice" },
    { text: "01h", write: undefined, because: "one text per length" },
  ])("$text is refused, answered with $write: $because", ({ text, write }) => {
    const fault = { kind: "duration", found: text, ...(write === undefined ? {} : { write }) };
    expect(parseDuration(text)).toEqual({ ok: false, error: fault });
  });

  test("machines may write ISO 8601", () => {
    expect(parseDurationOrIso("PT4H")).toEqual({ ok: true, value: 14_400_000 });
    expect(parseDurationOrIso("PT0S").ok).toBe(false);
  });

  test("what is written is read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (count) => {
        const length = millis(count * 1_000);
        expect(parseDuration(formatDuration(length))).toEqual({ ok: true, value: length });
      }),
    );
  });

  test("whatever is read is counted exactly, and from now on it is still a date", () => {
    const texts = fc.tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.constantFrom("s", "m", "h", "d", "w"));
    fc.assert(
      fc.property(texts, ([count, unit]) => {
        const read = parseDuration(`${count}${unit}`);
        if (!read.ok) return;
        expect(Number.isSafeInteger(read.value)).toBe(true);
        expect(isoOf(plus(epochMillis(1_795_424_400_000), read.value))).toHaveLength(24);
      }),
    );
  });

  test("no text whatsoever throws, nor an answer that is itself refused", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 20 }), fc.stringMatching(/^[PTHMSDWhmsdwy0-9]{1,12}$/)), (text) => {
        const read = parseDuration(text);
        if (!read.ok && read.error.write !== undefined) expect(parseDuration(read.error.write).ok).toBe(true);
      }),
    );
  });
});
