import { expect, test } from "vitest";
import { readerPolicy } from "./reader-policy.ts";

type Policy = {
  readonly Statement: readonly { readonly Effect: string; readonly Action: string | readonly string[] }[];
};

const { Statement } = readerPolicy() as Policy;
const actions = Statement.flatMap(({ Action }) => Action);

test("whoever looks at an account reads with exact actions, and can write nothing", () => {
  expect(actions.length).toBeGreaterThan(40);
  expect(actions.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe|Lookup)[A-Za-z]+$/.test(action))).toEqual([]);
  expect(Statement.map(({ Effect }) => Effect)).toEqual(Statement.map(() => "Allow"));
});

test("it fits into one managed policy", () => {
  // IAM user guide, "IAM and AWS STS quotas": 6,144 characters, white space not counted.
  expect(JSON.stringify(readerPolicy()).length).toBeLessThanOrEqual(6_144);
});
