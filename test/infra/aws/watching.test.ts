import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FIGURES } from "#shared/contracts/figures.ts";
import { ofType, stacks } from "#test/infra/aws/stacks.ts";

const { hub } = stacks();
const alarms = new Map(
  ofType(hub, "AWS::CloudWatch::Alarm").map(({ Properties }) => [String(Properties["AlarmName"]), Properties]),
);
const handlers = readdirSync("functions", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(`functions/${entry.name}`).includes("handler.ts"))
  .map(({ name }) => readFileSync(`functions/${name}/handler.ts`, "utf8"));

type Row = { name: string; figure: string; above: number; statistic: string; missing: "breaching" | "notBreaching" };

describe("what wakes somebody", () => {
  test.each<Row>([
    { name: "overdue-seconds", figure: "overdue_seconds", above: 300, statistic: "Maximum", missing: "breaching" },
    { name: "unproved-seconds", figure: "unproved_seconds", above: 900, statistic: "Maximum", missing: "notBreaching" },
    {
      name: "revocation-latency",
      figure: "revocation_latency_seconds",
      above: 900,
      statistic: "Maximum",
      missing: "notBreaching",
    },
    { name: "event-loss", figure: "event_loss_percent", above: 5, statistic: "Maximum", missing: "notBreaching" },
    { name: "drift", figure: "drift", above: 0, statistic: "Sum", missing: "notBreaching" },
    {
      name: "accounts-unreconciled",
      figure: "accounts_unreconciled",
      above: 0,
      statistic: "Sum",
      missing: "notBreaching",
    },
    { name: "failed-seals", figure: "seals_failed", above: 0, statistic: "Minimum", missing: "breaching" },
  ])("$name goes by $figure above $above, and silence is $missing", ({ name, figure, above, statistic, missing }) => {
    expect(alarms.get(`tollgate-${name}`)).toMatchObject({
      Namespace: "Tollgate",
      MetricName: figure,
      Dimensions: [{ Name: "Service", Value: "tollgate" }],
      Statistic: statistic,
      Threshold: above,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: missing,
      AlarmDescription: expect.stringMatching(new RegExp(`docs/runbooks/${name}\\.md$`)),
    });
  });

  test("no alarm of the hub needs metric math, which not every host of it has", () => {
    for (const [name, alarm] of alarms) expect(alarm["Metrics"], name).toBeUndefined();
  });
});

describe("figures", () => {
  test.each(Object.keys(FIGURES))("%s is said by some function: an alarm on silence would never end", (name) => {
    expect(handlers.some((text) => text.includes(`${name}:`))).toBe(true);
  });

  test("one dashboard has every figure, and every queue and function", () => {
    const [board = expect.unreachable("no dashboard")] = ofType(hub, "AWS::CloudWatch::Dashboard");
    const body = JSON.stringify(board.Properties["DashboardBody"]);
    for (const title of ["Access", "Policy", "Cost", "Platform"]) expect(body).toContain(`## ${title}`);
    for (const name of Object.keys(FIGURES)) expect(body, name).toContain(`\\"${name}\\"`);
    for (const type of ["AWS::SQS::Queue", "AWS::Lambda::Function"])
      for (const { Properties } of ofType(hub, type))
        expect(body).toContain(`\\"${String(Properties["QueueName"] ?? Properties["FunctionName"])}\\"`);
  });
});
