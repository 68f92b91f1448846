import { describe, expect, test } from "vitest";
import {
  amountText,
  changeText,
  countText,
  deltaText,
  moneyText,
  shareText,
  shortText,
  sizedText,
} from "#shared/rendering/amounts.ts";
import { usd } from "#test/support/cost-company.ts";

describe("an amount for a reader", () => {
  test.each([
    { amount: "1234.5", whole: "1,234", delta: "+1,234", because: "half goes to the even one" },
    { amount: "1235.5", whole: "1,236", delta: "+1,236", because: "half goes to the even one" },
    { amount: "-412.07", whole: "−412", delta: "−412", because: "a real minus" },
    { amount: "0.4", whole: "0", delta: "0", because: "what rounds to nothing has no sign" },
    { amount: "-0.4", whole: "0", delta: "0", because: "what rounds to nothing has no sign" },
    {
      amount: "12345678901234567890",
      whole: "12,345,678,901,234,567,890",
      delta: "+12,345,678,901,234,567,890",
      because: "no digit is lost at twenty",
    },
  ])("$amount is $whole, as a difference $delta: $because", ({ amount, whole, delta }) => {
    expect([amountText(usd(amount)), deltaText(usd(amount))]).toEqual([whole, delta]);
  });

  test.each([
    { currency: "USD", shows: "−$3.00" },
    { currency: "EUR", shows: "−€3.00" },
    { currency: "CHF", shows: "−CHF\u00a03.00" },
    { currency: "AUD", shows: "−AUD\u00a03.00" },
  ])("of $currency is $shows", ({ currency, shows }) => {
    expect(moneyText(usd("-3"), { currency })).toBe(shows);
  });

  test.each([
    { amount: "8235.49", text: "$8,235 over" },
    { amount: "-412", text: "$412 under" },
    { amount: "0", text: "on budget" },
  ])("$amount against a budget is $text", ({ amount, text }) => {
    expect(
      sizedText(usd(amount), {
        currency: "USD",
        digits: 0,
        words: { over: "over", under: "under", same: "on budget" },
      }),
    ).toBe(text);
  });

  test.each([
    { amount: "0", text: "$0" },
    { amount: "999", text: "$999" },
    { amount: "999.49", text: "$999" },
    { amount: "999.5", text: "$1k" },
    { amount: "999499", text: "$999k" },
    { amount: "999500", text: "$1M" },
    { amount: "1000", text: "$1k" },
    { amount: "53249", text: "$53.2k" },
    { amount: "412345", text: "$412k" },
    { amount: "1234567", text: "$1.2M" },
    { amount: "-8235", text: "−$8.2k" },
  ])("$amount on an axis is $text", ({ amount, text }) => {
    expect(shortText(usd(amount), "USD")).toBe(text);
  });
});

test.each([
  { part: "1", whole: "3", text: "33.3\u00a0%" },
  { part: "2", whole: "3", text: "66.7\u00a0%" },
  { part: "-1", whole: "8", text: "−12.5\u00a0%" },
  { part: "-0.0001", whole: "8", text: "0.0\u00a0%" },
  { part: "1", whole: "0", text: "–" },
])("$part of $whole is a share of $text", ({ part, whole, text }) => {
  expect(shareText(usd(part), usd(whole))).toBe(text);
});

test.each([
  { delta: "4.2", base: "100", text: "+4.2\u00a0%" },
  { delta: "-4.2", base: "100", text: "−4.2\u00a0%" },
  { delta: "5", base: "-10", text: "+50.0\u00a0%" },
  { delta: "5", base: "0", text: "new" },
  { delta: "0", base: "0", text: "–" },
])("$delta on $base is a change of $text", ({ delta, base, text }) => {
  expect(changeText(usd(delta), usd(base))).toBe(text);
});

test("counts have thousands", () => expect(countText(1234567)).toBe("1,234,567"));
