import fc from "fast-check";
import { expect, test } from "vitest";
import { placeOfArn } from "#shared/catalog/arn-place.ts";

const rows: readonly (readonly [string, ReturnType<typeof placeOfArn>])[] = [
  ["arn:aws:s3:::lake", { kind: "s3", path: "lake/" }],
  ["arn:aws:s3:::lake/orders/2026:10/a", { kind: "s3", path: "lake/orders/2026:10/a" }],
  [
    "arn:aws:glue:eu-west-1:111122223333:table/sales/orders",
    { kind: "glue", account: "111122223333", path: "sales/orders" },
  ],
  ["arn:aws:glue:eu-west-1:111122223333:database/sales", { kind: "glue", account: "111122223333", path: "sales/" }],
  ["arn:aws:glue:eu-west-1:111122223333:job/orders", undefined],
  [
    "arn:aws:kinesis:eu-west-1:111122223333:stream/events",
    { kind: "kinesis", account: "111122223333", path: "events" },
  ],
  ["arn:aws:dynamodb:eu-west-1:111122223333:table/carts", { kind: "dynamodb", account: "111122223333", path: "carts" }],
  ["arn:aws:ec2:eu-west-1:111122223333:instance/i-1", undefined],
  ["arn:aws:s3", undefined],
  ["s3://lake/orders/", undefined],
  ["", undefined],
];

test.each(rows)("%j holds data at %j", (arn, expected) => {
  expect(placeOfArn(arn)).toEqual(expected);
});

test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string(), (text) => void placeOfArn(`arn:aws:s3:${text}`)));
});
