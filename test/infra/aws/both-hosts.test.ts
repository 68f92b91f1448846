import { describe, expect, test } from "vitest";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import { functionNameOf } from "#infra/aws/names.ts";
import { FUNCTIONS } from "#infra/local/functions.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { listOf, ofType, stacks } from "#test/infra/aws/stacks.ts";

const { hub } = stacks();
const cloud: readonly FunctionSpec[] = CLOUD_FUNCTIONS;
const triggersOf = (kind: string) => cloud.flatMap((spec) => spec.triggers.filter((trigger) => trigger.kind === kind));

describe("the cloud and the laptop run the same functions", () => {
  test("each host has every function that the other has, by the same specification", () => {
    const byName = (specs: readonly FunctionSpec[]) =>
      specs.toSorted((left, right) => left.name.localeCompare(right.name));
    expect(byName(cloud)).toEqual(byName(FUNCTIONS.map(({ spec }) => spec)));
  });

  test("each function is deployed under its name, with its time-out and just its environment", () => {
    const deployed = new Map(
      ofType(hub, "AWS::Lambda::Function").map(({ Properties }) => [String(Properties["FunctionName"]), Properties]),
    );
    expect([...deployed.keys()].toSorted()).toEqual(cloud.map(({ name }) => functionNameOf(name)).toSorted());
    for (const spec of cloud) {
      const properties = deployed.get(functionNameOf(spec.name)) ?? expect.unreachable(spec.name);
      // A function that reads none has no part for it.
      const { Variables } = (properties["Environment"] ?? { Variables: {} }) as {
        Variables: { [name: string]: unknown };
      };
      expect([properties["Timeout"], Object.keys(Variables).toSorted()], spec.name).toEqual([
        spec.timeoutSeconds,
        Object.keys(spec.env.shape).toSorted(),
      ]);
    }
  });

  test("every route of a specification is a route of the API, and no other; only open ones take no token", () => {
    const wanted = triggersOf("http").flatMap((trigger) => (trigger.kind === "http" ? trigger.routes : []));
    const routes = ofType(hub, "AWS::ApiGatewayV2::Route").map(({ Properties }) => [
      Properties["RouteKey"],
      Properties["AuthorizationType"],
    ]);
    expect(routes.toSorted()).toEqual(
      wanted.map(({ method, path, open }) => [`${method} ${path}`, open === true ? "NONE" : "JWT"]).toSorted(),
    );
  });

  test("every schedule and every subscription to events is a rule", () => {
    const rules = ofType(hub, "AWS::Events::Rule").map(({ Properties }) => Properties);
    const schedules = rules.filter((rule) => rule["ScheduleExpression"] !== undefined);
    expect(schedules).toHaveLength(triggersOf("schedule").length);
    const patterns = rules.flatMap((rule) => (rule["EventPattern"] === undefined ? [] : [rule["EventPattern"]]));
    for (const trigger of triggersOf("events")) {
      if (trigger.kind !== "events") continue;
      expect(patterns).toContainEqual(
        expect.objectContaining({ source: [...trigger.source], "detail-type": [...trigger.types] }),
      );
    }
  });

  test("rules lead to queues and never straight to a function", () => {
    const targets = ofType(hub, "AWS::Events::Rule").flatMap(
      ({ Properties }) => Properties["Targets"] as readonly { Arn: { "Fn::GetAtt": readonly [string, string] } }[],
    );
    expect(targets.length).toBeGreaterThan(0);
    for (const { Arn } of targets) expect(Arn["Fn::GetAtt"][0]).toMatch(/^FunctionsQueue.*Queue/);
  });

  test("who gathers events waits so long for more of them, and hides them so much longer", () => {
    const windows = ofType(hub, "AWS::Lambda::EventSourceMapping").flatMap(({ Properties }) =>
      listOf(Properties["MaximumBatchingWindowInSeconds"] ?? []),
    );
    const gathering = triggersOf("events").flatMap((trigger) =>
      trigger.kind === "events" && trigger.gatherSeconds !== undefined ? [trigger.gatherSeconds] : [],
    );
    expect(gathering).toEqual([5]);
    expect(windows).toEqual(gathering);
    const queue = ofType(hub, "AWS::SQS::Queue").find(
      ({ Properties }) => Properties["QueueName"] === "tollgate-finding-notify",
    );
    expect(queue?.Properties["VisibilityTimeout"]).toBe(6 * 60 + 5);
  });

  test("every queue reports failures one by one, and has a queue for what cannot be done", () => {
    const mappings = ofType(hub, "AWS::Lambda::EventSourceMapping").map(({ Properties }) => Properties);
    const ofQueues = mappings.filter((mapping) => mapping["StartingPosition"] === undefined);
    expect(ofQueues.length).toBeGreaterThan(10);
    for (const mapping of ofQueues) expect(mapping["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
    const queues = ofType(hub, "AWS::SQS::Queue").map(({ Properties }) => Properties);
    const read = queues.filter(({ QueueName }) => !String(QueueName).endsWith("-dead"));
    for (const queue of read)
      expect(listOf(queue["RedrivePolicy"]), String(queue["QueueName"])).not.toEqual([undefined]);
  });
});
