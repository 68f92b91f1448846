import { beforeAll, describe, expect, test } from "vitest";
import { LARGEST_INLINE, memberTemplate, type Tree } from "#infra/aws/member-template.ts";
import { CONTEXT, MEMBER, stacks } from "#test/infra/aws/stacks.ts";

/** What the deployed member stack of the example environment is told. */
const VALUES: { readonly [name: string]: string } = {
  HubAccount: "000000000000",
  HubRegion: "us-east-1",
  ExternalId: "tollgate-example-external-id",
  "AWS::AccountId": MEMBER,
};

/** As CloudFormation and IAM would read it: parameters filled in, conditions decided, texts joined, lists of texts as sets. */
function filled(value: unknown, enrolled: boolean): unknown {
  if (Array.isArray(value)) {
    const all = value.map((each) => filled(each, enrolled));
    return areTexts(all) ? all.toSorted() : all;
  }
  if (typeof value !== "object" || value === null) return value;
  const { Ref, "Fn::If": chosen, "Fn::Join": joined } = value as Tree;
  if (Array.isArray(chosen)) return filled(chosen[enrolled ? 1 : 2], enrolled);
  const whole = typeof Ref === "string" ? VALUES[Ref] : textIn(joined, enrolled);
  return whole ?? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, enrolled)]));
}

/** Of a join whose parts are all known by now. */
function textIn(joined: unknown, enrolled: boolean): string | undefined {
  if (!Array.isArray(joined)) return undefined;
  const [separator, parts] = joined as [string, readonly unknown[]];
  const texts = parts.map((part) => filled(part, enrolled));
  return areTexts(texts) ? texts.join(separator) : undefined;
}

const areTexts = (values: readonly unknown[]): values is readonly string[] =>
  values.every((each) => typeof each === "string");

describe("the member template", () => {
  let template: Tree;
  let text: string;
  let deployed: ReadonlyMap<boolean, ReturnType<typeof stacks>["member"]>;

  // The construct library takes seconds to synthesise for the first time.
  beforeAll(() => {
    template = memberTemplate(CONTEXT);
    text = JSON.stringify(template);
    deployed = new Map([true, false].map((enrolled) => [enrolled, stacks(enrolled).member]));
  }, 120_000);

  test("asks for what differs between organizations, and only looks unless told otherwise", () => {
    const parameters = template["Parameters"] as { readonly [name: string]: { readonly Default?: string } };
    expect(Object.entries(parameters).map(([name, { Default }]) => [name, Default])).toEqual([
      ["HubAccount", undefined],
      ["HubRegion", undefined],
      ["ExternalId", undefined],
      ["Enrolled", "false"],
    ]);
  });

  test("needs no bootstrapping and has no asset, no rule and no account in it", () => {
    expect(Object.keys(template)).not.toContain("Rules");
    expect(text).not.toMatch(/bootstrap|cdk-hnb659fds|asset|aws:cdk/i);
    expect(text).not.toMatch(/\d{12}/);
  });

  test.each([true, false])("is what the member stack deploys, with enrolled %s", (enrolled) => {
    const { Resources, Outputs } = (deployed.get(enrolled)?.toJSON() ?? {}) as Tree;
    expect(filled(template["Resources"], enrolled)).toEqual(filled(Resources, enrolled));
    expect(filled(template["Outputs"], enrolled)).toEqual(Outputs);
  });

  test("is small enough to be given to a StackSet in whole", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(LARGEST_INLINE);
  });
});
