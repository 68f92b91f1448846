import { expect, test } from "vitest";
import { valueText } from "#shared/catalog/value-text.ts";

const dollars = (attos: string) => ({ money: { attos }, currency: "USD" });

type Row = { readonly because: string; readonly value: unknown; readonly text: string; readonly pointer?: string };

test.each<Row>([
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
  { because: "a length in the house form", pointer: "/rules/0/max", value: 14_400_000, text: "4h" },
  { because: "lengths inside another value", pointer: "/retention", value: { min: 604_800_000 }, text: '{"min":"7d"}' },
  { because: "a part in per cent", pointer: "/alert/0/at", value: 1_050_000, text: "105%" },
  { because: "a count as it is", pointer: "/justification/min", value: 15, text: "15" },
  { because: "text in its quotes", value: "internal", text: '"internal"' },
  { because: "nothing", value: null, text: "null" },
  { because: "a value that was not there", value: undefined, text: "nothing" },
])("a value reads as $text: $because", ({ value, text, pointer }) => {
  expect(valueText(value, pointer ?? "/title")).toBe(text);
});
