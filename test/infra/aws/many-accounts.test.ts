import { beforeAll, describe, expect, test } from "vitest";
import { EnvironmentFile } from "#infra/aws/environment.ts";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import { memberRoleArn } from "#infra/aws/names.ts";
import { MOST_ACCOUNTS } from "#infra/aws/permissions/divided.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { listOf, type Resource, resourcesOf, type Statement, stacks } from "#test/infra/aws/stacks.ts";

/** An ARN of a resource that has no name of ours is some 70 characters; all that is not known yet counts so. */
const UNKNOWN = "x".repeat(90);

/** As IAM counts: without spaces, with everything that the template leaves open filled in. */
const lengthOf = (document: unknown): number =>
  JSON.stringify(document).replaceAll(/\{"(Fn::GetAtt|Ref)":[^{}]*\}/g, JSON.stringify(UNKNOWN)).length;

const statementsIn = ({ Properties }: Resource): readonly Statement[] =>
  (Properties["PolicyDocument"] as { readonly Statement: readonly Statement[] }).Statement;

describe.each([90, 91, MOST_ACCOUNTS])("a hub that governs %i accounts", (count) => {
  const governed = Array.from({ length: count }, (_, at) => String(100_000_000_000 + at));
  let resources: readonly (readonly [string, Resource])[];
  let bytes: number;

  // The construct library takes seconds to synthesise for the first time.
  beforeAll(() => {
    const { hub } = stacks(true, { governed });
    resources = Object.entries(resourcesOf(hub));
    bytes = Buffer.byteLength(JSON.stringify(hub.toJSON()));
  }, 120_000);

  const policiesOf = (role: string, type: string) =>
    resources.flatMap(([, resource]) =>
      resource.Type === type && JSON.stringify(resource.Properties["Roles"]) === JSON.stringify([{ Ref: role }])
        ? [resource]
        : [],
    );
  const roles = () => resources.flatMap(([id, { Type }]) => (Type === "AWS::IAM::Role" ? [id] : []));

  test("keeps every policy within what IAM takes, and every role within its policies", () => {
    for (const role of roles()) {
      const inline = policiesOf(role, "AWS::IAM::Policy").map(({ Properties }) =>
        lengthOf(Properties["PolicyDocument"]),
      );
      expect(
        inline.reduce((all, each) => all + each, 0),
        role,
      ).toBeLessThan(10_240);
      const managed = policiesOf(role, "AWS::IAM::ManagedPolicy");
      expect(managed.length, role).toBeLessThanOrEqual(10);
      for (const { Properties } of managed) expect(lengthOf(Properties["PolicyDocument"]), role).toBeLessThan(6_144);
    }
  });

  test("is one template as CloudFormation takes it: 500 resources, a megabyte", () => {
    expect(resources.length).toBeLessThanOrEqual(500);
    expect(bytes).toBeLessThan(1_000_000);
  });

  test("lets each function assume its role in each of them, by name, and in no other", () => {
    const wanted = governed.map((account) => memberRoleArn(account, "policy")).toSorted();
    const [enforcing] = (CLOUD_FUNCTIONS as readonly FunctionSpec[]).filter(({ name }) => name === "event-enforce");
    const role = roles().find((id) => /eventenforceRole/.test(id)) ?? expect.unreachable(enforcing?.name);
    const assumed = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"]
      .flatMap((type) => policiesOf(role, type).flatMap(statementsIn))
      .filter(({ Action }) => listOf(Action).includes("sts:AssumeRole"))
      .flatMap(({ Resource: named }) => listOf(named as string | readonly string[]));
    expect(assumed.toSorted()).toEqual(wanted);
  });

  test("has each function wait for all of its policies, so that no first event meets one that may not do a thing", () => {
    const waiting = resources.flatMap(([id, resource]) => (/eventenforceFunction/.test(id) ? [resource] : []));
    const parts = resources.flatMap(([id, { Type }]) =>
      Type === "AWS::IAM::ManagedPolicy" && id.includes("eventenforce") ? [id] : [],
    );
    expect(parts).toHaveLength(count > 90 ? Math.ceil(count / 90) : 0);
    for (const each of waiting)
      expect((each as unknown as { DependsOn: readonly string[] }).DependsOn).toEqual(expect.arrayContaining(parts));
  });
});

test("one account more than any role can name is refused with the number", () => {
  const governed = Array.from({ length: MOST_ACCOUNTS + 1 }, (_, at) => String(100_000_000_000 + at));
  const read = EnvironmentFile.shape.governed.safeParse(governed);
  expect(read.error?.issues.map(({ message }) => message)).toEqual([
    "a list of 900 accounts or fewer: IAM lets a role name no more",
  ]);
});
