import { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import { FOCUS_TABLES } from "#infra/aws/focus-tables.ts";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";
import { isOptionalCost, MOMENT_COLUMNS, REQUIRED_COLUMNS } from "#shared/contracts/focus/columns.ts";
import { COST_COLUMNS, TEXT_COLUMNS } from "#shared/cost/batch.ts";
import { ofType, resourcesOf, type Statement, stacks, statementsOf, WHOLE } from "#test/infra/aws/stacks.ts";

const PAYER = "999988887777";

describe("the billing stack", () => {
  let whole: ReturnType<typeof stacks>;
  let older: ReturnType<typeof stacks>;

  // The construct library takes seconds to synthesise for the first time.
  beforeAll(() => {
    whole = stacks(true, WHOLE);
    older = stacks(true, {
      ...WHOLE,
      management: undefined,
      stackSet: undefined,
      trail: undefined,
      billing: { focus: "1.0", explorerRequests: 0 },
    });
  }, 120_000);

  const exportOf = ({ billing = Template.fromJSON({}) }: ReturnType<typeof stacks>) => {
    const [made = expect.unreachable("no export")] = ofType(billing, "AWS::BCMDataExports::Export");
    return made.Properties["Export"] as {
      readonly Name: string;
      readonly DataQuery: { readonly QueryStatement: string; readonly TableConfigurations: object };
      readonly DestinationConfigurations: { readonly S3Destination: object };
    };
  };

  test("exports FOCUS 1.2 by the day into the hub's bucket, each restatement beside the one before", () => {
    const { Name, DataQuery, DestinationConfigurations } = exportOf(whole);
    expect(Name).toBe("tollgate-focus-1-2");
    expect(DataQuery.QueryStatement).toMatch(/^SELECT [A-Za-z_, ]+ FROM FOCUS_1_2_AWS$/);
    expect(DataQuery.TableConfigurations).toEqual({ FOCUS_1_2_AWS: { TIME_GRANULARITY: "DAILY" } });
    expect(DestinationConfigurations.S3Destination).toEqual({
      S3Bucket: { Ref: "BillsBucket" },
      S3BucketOwner: "000000000000",
      S3Prefix: "exports",
      S3Region: "us-east-1",
      S3OutputConfigurations: {
        Compression: "PARQUET",
        Format: "PARQUET",
        OutputType: "CUSTOM",
        Overwrite: "CREATE_NEW_REPORT",
      },
    });
  });

  test("names no owner of a bucket that is its own", () => {
    expect(exportOf(older).DestinationConfigurations.S3Destination).not.toHaveProperty("S3BucketOwner");
  });

  test("exports FOCUS 1.0 as a table without configuration", () => {
    expect(exportOf(older).DataQuery.TableConfigurations).toEqual({ FOCUS_1_0_AWS: {} });
  });

  test.each(["1.0", "1.2"] as const)("asks FOCUS %s for every column that a bill is read by, once", (version) => {
    const columns: readonly string[] = FOCUS_TABLES[version].columns;
    expect(new Set(columns).size).toBe(columns.length);
    // The older table has no invoices (Data Exports user guide, "FOCUS 1.0 with AWS columns").
    const absent = version === "1.0" ? ["InvoiceId"] : [];
    const read = [...TEXT_COLUMNS, ...COST_COLUMNS, ...MOMENT_COLUMNS, ...REQUIRED_COLUMNS, "Tags"];
    expect([...new Set(read)].filter((name) => !columns.includes(name))).toEqual(absent);
    expect(REQUIRED_COLUMNS.filter((name) => !isOptionalCost(name) && !columns.includes(name))).toEqual([]);
  });

  test("is in the account that pays, where AWS makes billing data", () => {
    expect(whole.app.node.findChild("tollgate-billing")).toMatchObject({ account: PAYER, region: "us-east-1" });
    expect(older.app.node.findChild("tollgate-billing")).toMatchObject({ account: "000000000000" });
  });

  test("lets data exports of that account alone write into the bucket for bills, and nobody else's", () => {
    const opened = (template: Template) =>
      ofType(template, "AWS::S3::BucketPolicy")
        .flatMap(({ Properties }) => (Properties["PolicyDocument"] as { Statement: readonly Statement[] }).Statement)
        .filter((each) => JSON.stringify(each).includes("bcm-data-exports"));
    expect(opened(whole.hub)).toMatchObject([
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Principal: { Service: "bcm-data-exports.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": PAYER },
          ArnLike: { "aws:SourceArn": `arn:aws:bcm-data-exports:us-east-1:${PAYER}:export/*` },
        },
      },
    ]);
    expect(opened(stacks().hub)).toEqual([]);
  }, 60_000);

  test("lets one function of the hub ask Cost Explorer, with the external id, and nothing else", () => {
    const billing = whole.billing ?? Template.fromJSON({});
    const [role = expect.unreachable("no role")] = ofType(billing, "AWS::IAM::Role");
    expect(role.Properties).toMatchObject({
      RoleName: "tollgate-billing",
      Path: "/tollgate/",
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { AWS: "arn:aws:iam::000000000000:role/tollgate-cost-explore" },
            Condition: { StringEquals: { "sts:ExternalId": "tollgate-example-external-id" } },
          },
        ],
      },
    });
    expect(statementsOf(billing).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ["ce:GetCostAndUsage", "*"],
    ]);
    expect(UNSCOPED_ACTIONS["ce:GetCostAndUsage"]).toBeDefined();
  });

  test("has it asked each day at 06:20, of the account that pays, within the requests that the file allows", () => {
    const asking = ofType(whole.hub, "AWS::Lambda::Function").filter(
      ({ Properties }) => Properties["FunctionName"] === "tollgate-cost-explore",
    );
    expect(asking.map(({ Properties }) => Properties["Environment"])).toMatchObject([
      { Variables: { COST_EXPLORER_ACCOUNT: PAYER, COST_EXPLORER_DAILY_REQUESTS: "20" } },
    ]);
    const rules = ofType(whole.hub, "AWS::Events::Rule").filter(
      ({ Properties }) => Properties["ScheduleExpression"] === "cron(20 6 * * ? *)",
    );
    const [queue = ""] = Object.entries(resourcesOf(whole.hub)).flatMap(([id, { Type }]) =>
      Type === "AWS::SQS::Queue" && /costexplore/i.test(id) && !/dead/i.test(id) ? [id] : [],
    );
    expect(rules.map(({ Properties }) => JSON.stringify(Properties["Targets"]))).toEqual([
      expect.stringContaining(`"${queue}"`),
    ]);
  });

  test("has no such role where no request may be made, and then the hub has no right to it", () => {
    const asking = ({ hub }: ReturnType<typeof stacks>) =>
      statementsOf(hub).filter((each) => JSON.stringify(each).includes("role/tollgate/tollgate-billing"));
    expect(asking(whole).map(({ Resource }) => Resource)).toEqual([
      `arn:aws:iam::${PAYER}:role/tollgate/tollgate-billing`,
    ]);
    expect(asking(older)).toEqual([]);
    // Nor may the function do anything else: what is off reads no table.
    const own = Object.entries(resourcesOf(older.hub)).filter(
      ([id, { Type }]) => Type === "AWS::IAM::Policy" && /costexplore/i.test(id),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(JSON.stringify(own)).not.toMatch(/dynamodb:|s3:|sts:/);
    expect(ofType(older.billing ?? Template.fromJSON({}), "AWS::IAM::Role")).toEqual([]);
  });

  test("tells of a budget of the whole bill before it is spent", () => {
    const [budget = expect.unreachable("no budget")] = ofType(
      whole.billing ?? Template.fromJSON({}),
      "AWS::Budgets::Budget",
    );
    expect(budget.Properties).toMatchObject({
      Budget: { BudgetLimit: { Amount: 2500, Unit: "USD" }, TimeUnit: "MONTHLY", BudgetType: "COST" },
    });
    expect(budget.Properties["NotificationsWithSubscribers"]).toHaveLength(3);
    expect(ofType(older.billing ?? Template.fromJSON({}), "AWS::Budgets::Budget")).toEqual([]);
  });
});
