import fc from "fast-check";
import { expect, test } from "vitest";
import { fillText } from "#shared/access/template-fill.ts";

const filling = { one: { bucket: "sales", empty: "" }, many: { region: ["eu-west-1", "eu-central-1"] } };

test.each([
  { text: "arn:aws:s3:::{bucket}/*", values: ["arn:aws:s3:::sales/*"], missing: [] },
  { text: "{bucket}{empty}{bucket}", values: ["salessales"], missing: [] },
  {
    text: "s3.{region}.amazonaws.com",
    values: ["s3.eu-west-1.amazonaws.com", "s3.eu-central-1.amazonaws.com"],
    missing: [],
  },
  {
    text: "{region}/{region}",
    values: ["eu-west-1/eu-west-1", "eu-west-1/eu-central-1", "eu-central-1/eu-west-1", "eu-central-1/eu-central-1"],
    missing: [],
  },
  { text: "a {{bucket} b", values: ["a {bucket} b"], missing: [] },
  { text: "{table}", values: [], missing: ["table"] },
  { text: "{constructor}{toString}", values: [], missing: ["constructor", "toString"] },
  { text: "", values: [""], missing: [] },
])('"$text"', ({ text, values, missing }) => {
  expect(fillText(text, filling)).toEqual({ values, missing });
});

test("a text without braces is itself, and what fills is never filled again", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, value) => {
      const plain = text.replaceAll("{", "");
      expect(fillText(plain, { one: {}, many: {} })).toEqual({ values: [plain], missing: [] });
      expect(fillText("{x}", { one: { x: value }, many: {} })).toEqual({ values: [value], missing: [] });
    }),
  );
});
