import { CfnOutput, CfnParameter, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { AlarmRule, CompositeAlarm, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { type AlarmOf, AlarmTopic, alarmTo, descriptionOf } from "#infra/aws/constructs/alarm-topic.ts";
import { figureMetric } from "#infra/aws/constructs/figure-metric.ts";
import type { Environment } from "#infra/aws/environment.ts";

export type AlarmsStackProps = StackProps & {
  readonly environment: Environment;
  /** Every alarm of the hub. */
  readonly alarms: readonly { readonly runbook: string; readonly name: string }[];
};

/**
 * Not a reason to wake somebody, each for its own: a run that fails is made again and a sweep of one type may miss one of
 * two resources. Of both, the share over the whole plane is what pages.
 */
const NEVER_ALONE: ReadonlySet<string> = new Set(["function-failing", "event-loss"]);

/** Below so many in a period a share says nothing: one of two is 50 percent. */
const AT_LEAST = 20;

/**
 * Alarms that no emulator has: shares, by metric math, and one composite that pages once while anything is wrong,
 * however many alarms of the hub that brings. Deployed beside the hub, after it; the hub needs none of it.
 */
export class AlarmsStack extends Stack {
  constructor(scope: Construct, id: string, { environment, alarms, ...props }: AlarmsStackProps) {
    super(scope, id, props);
    const told = Topic.fromTopicArn(this, "Told", parameters(this).topic);
    const shares = sharesOf(this, environment.alarms).map((share) => alarmTo(this, told, share));
    const page = new AlarmTopic(this, "Page", "Tollgate is unwell").topic;
    const names = alarms.filter(({ runbook }) => !NEVER_ALONE.has(runbook)).map(({ name }) => name);
    const unwell = new CompositeAlarm(this, "Unwell", {
      compositeAlarmName: "tollgate-unwell",
      alarmDescription: descriptionOf("Something of Tollgate is wrong; the alarms behind it say what", "unwell"),
      // By name: to name them by their ARN would tie each alarm of the hub to this stack.
      alarmRule: AlarmRule.anyOf(
        ...names.map((name) => AlarmRule.fromString(`ALARM("${name}")`)),
        ...shares.map((share) => AlarmRule.fromString(`ALARM("${share.alarmName}")`)),
      ),
    });
    unwell.addAlarmAction(new SnsAction(page));
    unwell.addOkAction(new SnsAction(page));
    new CfnOutput(this, "PageTopic", {
      value: page.topicArn,
      description: "For whoever is on call: once, and when over",
    });
  }
}

function parameters(stack: Stack): { readonly topic: string } {
  const topic = new CfnParameter(stack, "AlarmTopic", {
    description: "Output AlarmTopic of the hub",
    allowedPattern: "^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:.+$",
    constraintDescription: "must be the ARN of a topic: what the hub's stack says for AlarmTopic",
  });
  return { topic: topic.valueAsString };
}

/** What part fails of what is done. A day for sweeps, which run over hours; a quarter of an hour for what people wait for. */
function sharesOf(stack: Stack, lines: Environment["alarms"]): readonly AlarmOf[] {
  const api = new CfnParameter(stack, "ApiId", {
    description: "Output ApiId of the hub",
    allowedPattern: "^[a-z0-9]{6,20}$",
    constraintDescription: "must be the id of an API: what the hub's stack says for ApiId",
  });
  const [quarter, day] = [Duration.minutes(15), Duration.days(1)];
  const aws = (namespace: string, metricName: string, dimensionsMap: { [name: string]: string } = {}) =>
    new Metric({ namespace, metricName, dimensionsMap, statistic: "Sum", period: quarter, region: stack.region });
  const swept = { statistic: "Sum", period: day } as const;
  return [
    {
      runbook: "failed-runs",
      of: "",
      says: `More than ${lines.failedRuns} percent of the functions' runs failed`,
      // Without dimensions CloudWatch has the sum over the functions of the account; by name they would be more metrics
      // than one alarm takes (CloudWatch user guide, "Alarms based on metric math expressions").
      metric: shareOf(aws("AWS/Lambda", "Errors"), aws("AWS/Lambda", "Invocations"), quarter),
      above: lines.failedRuns,
    },
    {
      runbook: "failed-requests",
      of: "",
      says: `More than ${lines.failedRequests} percent of the API's requests were answered with 5xx`,
      metric: shareOf(
        aws("AWS/ApiGateway", "5xx", { ApiId: api.valueAsString }),
        aws("AWS/ApiGateway", "Count", { ApiId: api.valueAsString }),
        quarter,
      ),
      above: lines.failedRequests,
    },
    {
      runbook: "lost-events",
      of: "",
      says: `Of the resources that the sweeps of a day saw, no event had announced more than ${lines.lostEvents} percent`,
      metric: shareOf(figureMetric(stack, "events_missed", swept), figureMetric(stack, "resources_listed", swept), day),
      above: lines.lostEvents,
    },
  ];
}

/** In percent; 0 where too little was done to say. */
const shareOf = (part: Metric, whole: Metric, period: Duration): MathExpression =>
  new MathExpression({
    expression: `IF(whole >= ${AT_LEAST}, 100 * FILL(part, 0) / whole, 0)`,
    usingMetrics: { part, whole },
    label: "percent",
    period,
  });
