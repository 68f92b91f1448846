import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import { functionNameOf } from "#infra/aws/names.ts";
import { permissionsOf } from "#infra/aws/permissions/capabilities.ts";
import type { HubResources } from "#infra/aws/permissions/hub-resources.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { listOf, ofType, resourcesOf, type Statement, stacks } from "#test/infra/aws/stacks.ts";

const { hub } = stacks();
const resources = resourcesOf(hub);
const functions = ofType(hub, "AWS::Lambda::Function").map(({ Properties }) => Properties);

/** Stands for what the hub has; only the actions are compared. */
const HUB = new Proxy({} as HubResources, {
  get: (_, name) =>
    name === "governed"
      ? ["111122223333"]
      : ["organization", "payer"].includes(String(name))
        ? undefined
        : String(name),
});

/** What Lambda does in a function's name. */
const PLATFORM = ["logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"];
const READS_QUEUE = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

function statementsGranted(role: string): readonly Statement[] {
  const policies = Object.values(resources).filter(
    ({ Type, Properties }) =>
      Type === "AWS::IAM::Policy" && JSON.stringify(Properties["Roles"]) === JSON.stringify([{ Ref: role }]),
  );
  return policies.flatMap(
    ({ Properties }) => (Properties["PolicyDocument"] as { readonly Statement: readonly Statement[] }).Statement,
  );
}

const actionsGranted = (role: string): readonly string[] =>
  [...new Set(statementsGranted(role).flatMap(({ Action }) => listOf(Action)))].toSorted();

const roleOf = ({ name }: FunctionSpec): string => {
  const lambda = functions.find(({ FunctionName }) => FunctionName === functionNameOf(name));
  const { "Fn::GetAtt": role } = (lambda?.["Role"] ?? {}) as { readonly "Fn::GetAtt": readonly [string, string] };
  return role[0];
};

const tableId = Object.entries(resources).find(([, { Type }]) => Type === "AWS::DynamoDB::Table")?.[0] ?? "";

/** The construct library writes a list of one as its one value. */
const withLists = (condition: Statement["Condition"]) =>
  condition &&
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, listOf(value)])),
    ]),
  );

/** The example asks neither Cost Explorer nor the organization: what is there for them may do nothing. */
const isOff = ({ capabilities }: FunctionSpec): boolean =>
  capabilities.some((each) => each === "cost-explorer.read" || each === "organization.read");

describe("a deployed function", () => {
  test("is Node 24 on arm64, traced, with logs as JSON into a group of its own that ends", () => {
    for (const properties of functions) {
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "main.handler",
        TracingConfig: { Mode: "Active" },
        LoggingConfig: { LogFormat: "JSON" },
      });
      const { LogGroup } = properties["LoggingConfig"] as { readonly LogGroup: { readonly Ref: string } };
      expect(resources[LogGroup.Ref]?.Properties).toMatchObject({
        LogGroupName: `/aws/lambda/${String(properties["FunctionName"])}`,
        RetentionInDays: 90,
      });
    }
    expect(functions).toHaveLength(CLOUD_FUNCTIONS.length);
  });

  test.each((CLOUD_FUNCTIONS as readonly FunctionSpec[]).map((spec) => ({ name: spec.name, spec })))(
    "has the actions of its capabilities and of the platform, and no other: $name",
    ({ spec }) => {
      const role = roleOf(spec);
      const asked = permissionsOf(spec, HUB).flatMap(({ statement }) => statement.actions);
      const queue = spec.triggers.some(({ kind }) => kind === "events" || kind === "schedule" || kind === "queue");
      const all = new Set([...asked, ...PLATFORM, ...(queue ? READS_QUEUE : [])]);
      expect(actionsGranted(role)).toEqual([...all].toSorted());
      expect(resources[role]?.Properties).not.toHaveProperty("ManagedPolicyArns");
      expect(resources[role]?.Properties).not.toHaveProperty("Policies");
    },
  );

  test.each((CLOUD_FUNCTIONS as readonly FunctionSpec[]).map((spec) => ({ name: spec.name, spec })))(
    "reaches its own partitions of the table where it has some, by every statement, and is not held where it has none: $name",
    ({ spec }) => {
      const onTable = statementsGranted(roleOf(spec)).filter(
        ({ Action, Resource }) =>
          listOf(Action).some((action) => action.startsWith("dynamodb:")) &&
          JSON.stringify(Resource).includes(`"${tableId}","Arn"`),
      );
      const held = spec.partitions && { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [...spec.partitions] } };
      for (const { Condition } of onTable) expect(withLists(Condition)).toEqual(held);
      expect(onTable.length > 0).toBe(spec.capabilities.some((each) => /^(table|index)\./.test(each)) && !isOff(spec));
    },
  );

  test("may go on in a queue of its own for as many pages as there are, if it does so, and no other may loop", () => {
    const looping = functions.filter(({ RecursiveLoop }) => RecursiveLoop !== undefined);
    expect(looping.map(({ FunctionName, RecursiveLoop }) => [FunctionName, RecursiveLoop])).toEqual([
      ["tollgate-sweep-shard", "Allow"],
    ]);
    // The one handler that sends to the queue which it is started by.
    expect(readFileSync("functions/sweep-shard/handler.ts", "utf8")).toContain("queues.send(SWEEP_QUEUE");
  });

  test("of the API is done before API Gateway gives up, which is after 30 seconds (HTTP API quotas, integration timeout)", () => {
    const answering = (CLOUD_FUNCTIONS as readonly FunctionSpec[]).filter(({ triggers }) =>
      triggers.some(({ kind }) => kind === "http"),
    );
    for (const { name, timeoutSeconds } of answering) expect(timeoutSeconds, name).toBeLessThan(30);
  });
});

describe("what has a fixed name", () => {
  test("is in nobody's way after a first deploy that failed: nothing of it is kept then", () => {
    const named = Object.entries(resources).filter(([, { Properties }]) =>
      ["FunctionName", "RoleName", "QueueName", "LogGroupName", "AlarmName", "DashboardName"].some(
        (name) => Properties?.[name] !== undefined,
      ),
    );
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter(([, { DeletionPolicy }]) => DeletionPolicy === "Retain").map(([id]) => id)).toEqual([]);
    const groups = named.filter(([, { Type }]) => Type === "AWS::Logs::LogGroup");
    expect(new Set(groups.map(([, { DeletionPolicy }]) => DeletionPolicy))).toEqual(new Set(["RetainExceptOnCreate"]));
  });
});

describe("the API", () => {
  test("is throttled, and logs each request by ids alone into a group that ends", () => {
    const [stage = expect.unreachable("no stage")] = ofType(hub, "AWS::ApiGatewayV2::Stage");
    const { DefaultRouteSettings, AccessLogSettings } = stage.Properties as {
      readonly DefaultRouteSettings: object;
      readonly AccessLogSettings: {
        readonly DestinationArn: { readonly "Fn::GetAtt": readonly [string] };
        readonly Format: string;
      };
    };
    expect(DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
    const group = resources[AccessLogSettings.DestinationArn["Fn::GetAtt"][0]];
    expect(group).toMatchObject({ Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 90 } });
    const logged = Object.values(JSON.parse(AccessLogSettings.Format) as { [name: string]: string });
    expect(logged).toContain("$context.requestId");
    // Of the token its subject alone: no name, no address, no header.
    expect(logged.filter((each) => /claims|identity|header/.test(each))).toEqual(["$context.authorizer.claims.sub"]);
  });

  test("takes tokens of the configured issuer for the configured audience", () => {
    expect(ofType(hub, "AWS::ApiGatewayV2::Authorizer").map(({ Properties }) => Properties)).toMatchObject([
      {
        AuthorizerType: "JWT",
        IdentitySource: ["$request.header.Authorization"],
        JwtConfiguration: { Audience: ["tollgate"], Issuer: "https://login.example.com/oauth2/default" },
      },
    ]);
  });
});
