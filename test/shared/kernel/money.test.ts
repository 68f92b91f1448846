import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attos, exactDecimal, formatMoney, parseMoney, readMoney } from "#shared/kernel/money.ts";

describe("reading money", () => {
  test.each([
    { text: "0", money: 0n, because: "zero" },
    { text: "12.50", money: 12_500_000_000_000_000_000n, because: "trailing zeros" },
    { text: "-12.5", money: -12_500_000_000_000_000_000n, because: "a debt" },
    { text: "+1", money: 10n ** 18n, because: "a sign" },
    { text: ".5", money: 5n * 10n ** 17n, because: "no whole part" },
    { text: "5.", money: 5n * 10n ** 18n, because: "no fraction" },
    { text: "0.000000000000000001", money: 1n, because: "the smallest amount" },
    { text: "1.2E-7", money: 120_000_000_000n, because: "what spreadsheets write" },
    { text: "1e3", money: 1_000n * 10n ** 18n, because: "a positive exponent" },
  ])("$text is read exactly: $because", ({ text, money }) => {
    expect(parseMoney(text)).toBe(money);
  });

  test.each([
    { text: "", because: "empty is not zero" },
    { text: ".", because: "no digit" },
    { text: "1,200", because: "a thousands comma" },
    { text: "1.200,00", because: "a decimal comma" },
    { text: "$1", because: "a symbol" },
    { text: "NaN", because: "no number" },
    { text: "Infinity", because: "no number" },
    { text: "0x10", because: "hexadecimal" },
    { text: "--1", because: "two signs" },
    { text: " 1", because: "white space" },
    { text: "1000000000000000000000", because: "10^21 and more" },
    { text: "1e99", because: "an exponent that would fill memory" },
    { text: "1e-999", because: "an exponent that would fill memory" },
  ])("$text is refused: $because", ({ text }) => {
    expect(readMoney(text)).toBeUndefined();
  });

  test.each([
    { text: "0.0000000000000000005", money: 0n, lost: 5n * 10n ** 17n, because: "half goes to even, down" },
    { text: "0.0000000000000000015", money: 2n, lost: -5n * 10n ** 17n, because: "half goes to even, up" },
    { text: "0.00000000000000000051", money: 1n, lost: -49n * 10n ** 16n, because: "past half goes up" },
    { text: "-0.0000000000000000015", money: -2n, lost: 5n * 10n ** 17n, because: "a debt mirrors" },
  ])("$text is rounded once and the rest is told: $because", ({ text, money, lost }) => {
    expect(readMoney(text)).toEqual({ money, lost });
    expect(parseMoney(text)).toBeUndefined();
  });

  test("what is written exactly is read back exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), (count) => {
        expect(parseMoney(exactDecimal(attos(count)))).toBe(count);
      }),
    );
  });

  test("no text whatsoever throws", () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void readMoney(text)));
  });
});

describe("writing money for a reader", () => {
  test.each([
    { text: "1234567.891", digits: 2, shown: "1,234,567.89" },
    { text: "0.005", digits: 2, shown: "0.00" },
    { text: "0.015", digits: 2, shown: "0.02" },
    { text: "-0.004", digits: 2, shown: "0.00" },
    { text: "-1234.5", digits: 0, shown: "-1,234" },
    { text: "999.999", digits: 2, shown: "1,000.00" },
    { text: "0.1", digits: 18, shown: "0.100000000000000000" },
  ])("$text to $digits decimals is $shown", ({ text, digits, shown }) => {
    expect(formatMoney(parseMoney(text) ?? attos(-1n), digits)).toBe(shown);
  });
});
