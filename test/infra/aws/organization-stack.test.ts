import { beforeAll, describe, expect, test } from "vitest";
import { ofType, type Statement, stacks, underRules, WHOLE } from "#test/infra/aws/stacks.ts";

const HUB = "000000000000";

/** Done now, looked at later: synthesis may take longer than a test has. */
function outcomeOf(work: () => unknown): () => unknown {
  try {
    const value = work();
    return () => value;
  } catch (fault) {
    return () => {
      throw fault;
    };
  }
}

describe("the organization stack", () => {
  let whole: ReturnType<typeof stacks>;
  let bare: ReturnType<typeof stacks>;
  let further: ReturnType<typeof stacks>;
  let managing: ReturnType<typeof stacks>;
  let underTheRules: () => unknown;

  // The construct library takes seconds to synthesise for the first time.
  beforeAll(() => {
    whole = stacks(true, WHOLE);
    bare = stacks();
    managing = stacks(true, { ...WHOLE, management: HUB });
    further = stacks(true, { ...WHOLE, regions: ["eu-west-1", "eu-central-1"] });
    const app = underRules(WHOLE);
    underTheRules = outcomeOf(() => app.synth());
  }, 120_000);

  const only = (type: string) => {
    const [found = expect.unreachable(`no ${type}`), ...more] = ofType(whole.organization, type);
    expect(more).toEqual([]);
    return found.Properties;
  };

  test("has nothing but the bus policy where nothing is asked", () => {
    const resources = Object.values(bare.organization.toJSON()["Resources"] as object);
    expect(resources.map(({ Type }) => Type)).toEqual(["AWS::Events::EventBusPolicy"]);
  });

  test("rolls the member stack out to the units, also to accounts that join, and takes it from none that leaves", () => {
    expect(only("AWS::CloudFormation::StackSet")).toMatchObject({
      StackSetName: "tollgate-member",
      PermissionModel: "SERVICE_MANAGED",
      CallAs: "DELEGATED_ADMIN",
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true },
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      Parameters: [
        { ParameterKey: "HubAccount", ParameterValue: HUB },
        { ParameterKey: "HubRegion", ParameterValue: "us-east-1" },
        { ParameterKey: "ExternalId", ParameterValue: "tollgate-example-external-id" },
        { ParameterKey: "Enrolled", ParameterValue: "false" },
      ],
      StackInstancesGroup: [
        { DeploymentTargets: { OrganizationalUnitIds: ["ou-ab12-cdef3456"] }, Regions: ["us-east-1"] },
      ],
      TemplateBody: "{}",
    });
  });

  test("rolls out to each further region what forwards its events, after the member stack, and nothing where there is none", () => {
    const sets = ofType(further.organization, "AWS::CloudFormation::StackSet");
    expect(sets).toHaveLength(2);
    const forwarding = sets.find(({ Properties }) => Properties["StackSetName"] === "tollgate-forward");
    expect(forwarding?.Properties).toMatchObject({
      PermissionModel: "SERVICE_MANAGED",
      CallAs: "DELEGATED_ADMIN",
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true },
      Parameters: [
        { ParameterKey: "HubAccount", ParameterValue: HUB },
        { ParameterKey: "HubRegion", ParameterValue: "us-east-1" },
      ],
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: ["ou-ab12-cdef3456"] },
          Regions: ["eu-west-1", "eu-central-1"],
        },
      ],
      TemplateBody: '{"of":"a further region"}',
    });
    expect(forwarding).toMatchObject({ DependsOn: ["Members"] });
  });

  test("is called by the management account itself where the hub is it", () => {
    const [stackSet = expect.unreachable("no StackSet")] = ofType(
      managing.organization,
      "AWS::CloudFormation::StackSet",
    );
    expect(stackSet.Properties["CallAs"]).toBe("SELF");
  });

  test("keeps a trail of every account and region, which nobody can shorten", () => {
    expect(only("AWS::CloudTrail::Trail")).toMatchObject({
      IsOrganizationTrail: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      IsLogging: true,
    });
    const locked = ofType(whole.organization, "AWS::S3::Bucket").filter(
      ({ Properties }) => Properties["ObjectLockEnabled"] === true,
    );
    expect(locked.map(({ Properties }) => Properties["ObjectLockConfiguration"])).toEqual([
      { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Days: 365, Mode: "COMPLIANCE" } } },
    ]);
  });

  test("lets CloudTrail write for this one trail only, whose owner is the management account", () => {
    const statements = ofType(whole.organization, "AWS::S3::BucketPolicy").flatMap(
      ({ Properties }) => (Properties["PolicyDocument"] as { Statement: readonly Statement[] }).Statement,
    );
    const trail = statements.filter((each) => JSON.stringify(each).includes("cloudtrail.amazonaws.com"));
    expect(trail.map(({ Action, Condition }) => [Action, Condition?.["StringEquals"]?.["aws:SourceArn"]])).toEqual([
      ["s3:GetBucketAcl", "arn:aws:cloudtrail:us-east-1:999988887777:trail/tollgate-organization"],
      ["s3:PutObject", "arn:aws:cloudtrail:us-east-1:999988887777:trail/tollgate-organization"],
    ]);
  });

  test("archives what accounts forwarded, and not the plane's own events", () => {
    expect(only("AWS::Events::Archive")).toMatchObject({
      SourceArn: "arn:aws:events:us-east-1:000000000000:event-bus/tollgate",
      RetentionDays: 30,
      EventPattern: { source: [{ prefix: "aws." }] },
    });
  });

  test("has nothing open under the rules of AWS Solutions", () => {
    expect(underTheRules).not.toThrow();
  });
});
