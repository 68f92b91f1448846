import fc from "fast-check";
import { expect, test } from "vitest";

import { billsArrived } from "#shared/contracts/focus/bill-arrived.ts";

const s3 = (...keys: string[]) => ({
  Records: keys.map((key) => ({ s3: { bucket: { name: "bills" }, object: { key } } })),
});

test.each<{ because: string; body: unknown; names: readonly (readonly string[])[] | undefined }>([
  { because: "our own message", body: { names: ["a.csv"], source: "azure" }, names: [["a.csv"]] },
  {
    because: "a manifest, whose key S3 encodes",
    body: s3("x/BILLING_PERIOD%3D2026-10/b+c-Manifest.json"),
    names: [["s3://bills/x/BILLING_PERIOD=2026-10/b c-Manifest.json"]],
  },
  { because: "data files announce nothing", body: s3("x/data.csv.gz"), names: [] },
  { because: "a key that cannot be decoded", body: s3("%E0%A4%A-Manifest.json"), names: [] },
  {
    because: "an event of EventBridge, whose key is as it is",
    body: { source: "aws.s3", detail: { bucket: { name: "bills" }, object: { key: "x/B%3D-Manifest.json" } } },
    names: [["s3://bills/x/B%3D-Manifest.json"]],
  },
  { because: "no names", body: { names: [] }, names: undefined },
  { because: "something else", body: { Records: [] }, names: undefined },
  { because: "nothing", body: null, names: undefined },
])("$because", ({ body, names }) => {
  expect(billsArrived(body)?.map((delivery) => delivery.names)).toEqual(names);
});

test("no message whatsoever throws", () => {
  fc.assert(
    fc.property(fc.anything(), (body) => void billsArrived(body)),
    { numRuns: 300 },
  );
});
