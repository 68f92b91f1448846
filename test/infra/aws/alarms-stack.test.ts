import { describe, expect, test } from "vitest";
import { ofType, stacks } from "#test/infra/aws/stacks.ts";

const { hub, alarms } = stacks(true, { alarms: { failedRuns: 2, failedRequests: 3, lostEvents: 4 } });
const shares = ofType(alarms, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties);
const [unwell = expect.unreachable("no composite alarm")] = ofType(alarms, "AWS::CloudWatch::CompositeAlarm");
const rule = JSON.stringify(unwell.Properties["AlarmRule"]);
const ofHub = ofType(hub, "AWS::CloudWatch::Alarm").map(({ Properties }) => String(Properties["AlarmName"]));

type Query = {
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
};

describe("the alarms stack", () => {
  test.each([
    { name: "failed-runs", part: "Errors", whole: "Invocations", above: 2, seconds: 900 },
    { name: "failed-requests", part: "5xx", whole: "Count", above: 3, seconds: 900 },
    { name: "lost-events", part: "events_missed", whole: "resources_listed", above: 4, seconds: 86_400 },
  ])("$name goes by the share of $part in $whole, and by none of too few", ({ name, part, whole, above, seconds }) => {
    const alarm = shares.find(({ AlarmName }) => AlarmName === `tollgate-${name}`) ?? {};
    expect(alarm).toMatchObject({
      Threshold: above,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
      AlarmActions: [{ Ref: "AlarmTopic" }],
    });
    const queries = alarm["Metrics"] as readonly Query[];
    expect(queries.map((each) => each.Expression ?? each.MetricStat?.Metric.MetricName)).toEqual([
      "IF(whole >= 20, 100 * FILL(part, 0) / whole, 0)",
      part,
      whole,
    ]);
    for (const { MetricStat } of queries.slice(1)) expect(MetricStat).toMatchObject({ Period: seconds, Stat: "Sum" });
  });

  test("pages once for whatever is wrong, and says when it is over, on a topic that nothing else writes to", () => {
    expect(unwell.Properties["AlarmName"]).toBe("tollgate-unwell");
    expect(unwell.Properties["AlarmActions"]).toEqual(unwell.Properties["OKActions"]);
    expect(JSON.stringify(unwell.Properties["AlarmActions"])).toMatch(/PageTopic/);
  });

  test("names every alarm of the hub but those that mean little alone, and its own", () => {
    const alone = /^tollgate-(function-failing-|event-loss$)/;
    expect(ofHub.length).toBeGreaterThan(50);
    for (const name of ofHub) expect(rule.includes(`ALARM(\\"${name}\\")`), name).toBe(!alone.test(name));
    expect(rule.match(/"Ref":/g)).toHaveLength(shares.length);
  });

  test("stays within what CloudWatch takes: 100 alarms and 10,240 letters (API reference, PutCompositeAlarm)", () => {
    expect(rule.match(/ALARM\(/g)?.length).toBeLessThanOrEqual(100);
    expect(rule.length).toBeLessThan(10_240);
  });

  test("is of no concern to the hub, which is the same with other lines", () => {
    expect(JSON.stringify(stacks().hub.toJSON())).toBe(JSON.stringify(hub.toJSON()));
  }, 60_000);
});
