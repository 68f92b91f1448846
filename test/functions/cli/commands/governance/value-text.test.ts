import { expect, test } from "vitest";
import { valueText } from "#functions/cli/commands/governance/value-text.ts";

const dollars = (attos: string) => ({ money: { attos }, currency: "USD" });

test.each([
  { because: "money as people write it", value: dollars("500000000000000000000"), text: "500 USD" },
  { because: "to its last digit", value: dollars("-1"), text: "-0.000000000000000001 USD" },
  { because: "money inside another value", value: [{ spent: dollars("0") }], text: '[{"spent":"0 USD"}]' },
  {
    because: "what only looks like money",
    value: { money: "much", currency: "USD" },
    text: '{"money":"much","currency":"USD"}',
  },
  {
    because: "an amount that is no number",
    value: { money: { attos: "x" }, currency: "USD" },
    text: '{"money":{"attos":"x"},"currency":"USD"}',
  },
  { because: "text in its quotes", value: "internal", text: '"internal"' },
  { because: "nothing", value: null, text: "null" },
  { because: "a value that was not there", value: undefined, text: "nothing" },
])("a value reads as $text: $because", ({ value, text }) => {
  expect(valueText(value)).toBe(text);
});
