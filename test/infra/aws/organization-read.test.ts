import { describe, expect, test } from "vitest";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";
import { listOf, ofType, resourcesOf, type Stacks, stacks, statementsOf, WHOLE } from "#test/infra/aws/stacks.ts";

const modeOf = ({ hub }: Stacks) =>
  ofType(hub, "AWS::Lambda::Function")
    .filter(({ Properties }) => Properties["FunctionName"] === "tollgate-organization-read")
    .map(({ Properties }) => (Properties["Environment"] as { Variables: { [name: string]: unknown } }).Variables);

// What has no resource is one statement for all of a function.
const isOfOrganization = (action: string): boolean => action.startsWith("organizations:");

describe("the organization", () => {
  test("is read where the environment's file says so, by one function, and by calls that only look", () => {
    const whole = stacks(true, WHOLE);
    expect(modeOf(whole)).toMatchObject([{ ORGANIZATION_READ: "on" }]);
    const reading = statementsOf(whole.hub).filter(({ Action }) => listOf(Action).some(isOfOrganization));
    expect(reading.map(({ Action, Resource }) => [listOf(Action).filter(isOfOrganization), Resource])).toEqual([
      [["organizations:ListRoots"], "*"],
      [
        ["organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"],
        ["arn:aws:organizations::*:ou/o-exampleorg1/*", "arn:aws:organizations::*:root/o-exampleorg1/*"],
      ],
      [["organizations:ListTagsForResource"], "arn:aws:organizations::*:account/o-exampleorg1/*"],
    ]);
    expect(UNSCOPED_ACTIONS["organizations:ListRoots"]).toBeDefined();
  }, 60_000);

  test("is not read otherwise, and then the function may do nothing at all", () => {
    const core = stacks();
    expect(modeOf(core)).toMatchObject([{ ORGANIZATION_READ: "off" }]);
    const own = Object.entries(resourcesOf(core.hub)).filter(
      ([id, { Type }]) => Type === "AWS::IAM::Policy" && /organizationread/i.test(id),
    );
    expect(own).toHaveLength(1);
    expect(JSON.stringify(own)).not.toMatch(/dynamodb:|organizations:/);
  }, 60_000);
});
