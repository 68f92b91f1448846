import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billedThing } from "#shared/cost/billed-type.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

/** The ARN of a type's resource, as AWS writes it. */
const filled = (template: string, id: string): string =>
  template
    .replace("{partition}", "aws")
    .replace("{region}", "eu-west-1")
    .replace("{account}", "111122223333")
    .replace("{id}", id)
    .replace(/\{[^}]*\}/g, "within");

test.each([...RESOURCE_TYPES.values()].map(({ key, arn }) => ({ key, arn })))(
  "a bill's $arn is of the type that policies call $key",
  ({ key, arn }) => {
    expect(billedThing(filled(arn, "load-7"))?.type).toBe(key);
  },
);

describe("what an ARN says", () => {
  test.each([
    {
      arn: "arn:aws:glue:eu-west-1:111122223333:job/load",
      type: "glue.job",
      name: "load",
      because: "a kind and a name",
    },
    { arn: "arn:aws:s3:::lake", type: "s3.bucket", name: "lake", because: "a bare name" },
    {
      arn: "arn:aws:s3:::job/part-1",
      type: null,
      name: "job/part-1",
      because: "an object, whatever its bucket is called",
    },
    { arn: "arn:aws:sqs:eu-west-1:1:orders", type: "sqs.queue", name: "orders", because: "a queue has no kind" },
    {
      arn: "arn:aws:sns:eu-west-1:1:alerts:7d1c",
      type: null,
      name: "alerts:7d1c",
      because: "a subscription is no topic",
    },
    {
      arn: "arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/load",
      type: "logs.log-group",
      name: "/aws/lambda/load",
      because: "a name with slashes",
    },
    { arn: "arn:aws-cn:rds:cn-north-1:1:db:shop", type: "rds.instance", name: "shop", because: "another partition" },
    {
      arn: "arn:aws:quicksight:eu-west-1:1:user/default/ann",
      type: "quicksight.user",
      name: "default/ann",
      because: "a type that policies do not know",
    },
    { arn: "arn:aws:x:eu-west-1:1:42", type: null, name: "42", because: "a number has no kind" },
  ])("$arn: $because", ({ arn, type, name }) => {
    expect(billedThing(arn)).toEqual({ type, name });
  });

  test.each(["i-0abc", "", "arn:", "arn:aws:s3", "/subscriptions/1/vm", "ARN:aws:s3:::lake"])(
    "%j is no ARN",
    (text) => {
      expect(billedThing(text)).toBeUndefined();
    },
  );

  test("no text is a fault", () => {
    void fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `arn:aws:s3:::${text}`),
        ),
        (text) => {
          expect(() => billedThing(text)).not.toThrow();
        },
      ),
      { numRuns: 200 },
    );
  });
});
