import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { AlarmOf, AlarmTopic } from "#infra/aws/constructs/alarm-topic.ts";
import { type FigureOver, figureMetric } from "#infra/aws/constructs/figure-metric.ts";
import type { FigureName } from "#shared/contracts/figures.ts";

type FigureAlarm = Omit<AlarmOf, "of" | "metric"> & { readonly figure: FigureName; readonly over: FigureOver };

const worst = (period: Duration): FigureOver => ({ statistic: "Maximum", period });

/**
 * What wakes somebody, by the plane's own figures. Where the figure is the proof that a sweep runs at all, silence
 * alarms too, and two periods in a row are asked for: a log line may reach the metric late (CloudWatch user guide,
 * "Setting alarms on metrics created with the embedded metric format").
 */
const FIGURE_ALARMS: readonly FigureAlarm[] = [
  {
    runbook: "overdue-seconds",
    says: "Something of access should have been done more than 5 minutes ago, or the sweep that would say so is silent",
    figure: "overdue_seconds",
    over: worst(Duration.minutes(5)),
    above: 300,
    inRow: 2,
    silenceAlarms: true,
  },
  {
    runbook: "unproved-seconds",
    says: "Access is off, and for more than 15 minutes the account could not be read to prove it",
    figure: "unproved_seconds",
    over: worst(Duration.minutes(5)),
    above: 900,
    inRow: 2,
  },
  {
    runbook: "revocation-latency",
    says: "From the moment access should have ended to the proof of it took more than 15 minutes",
    figure: "revocation_latency_seconds",
    over: worst(Duration.minutes(5)),
    above: 900,
  },
  {
    runbook: "event-loss",
    says: "A sweep found resources that no event announced: more than 5 percent of those expected",
    figure: "event_loss_percent",
    over: worst(Duration.hours(1)),
    above: 5,
  },
  {
    runbook: "drift",
    says: "An account holds other access than the rows say",
    figure: "drift",
    over: { statistic: "Sum", period: Duration.hours(1) },
    above: 0,
  },
  {
    runbook: "accounts-unreconciled",
    says: "For two hours an account could not be compared with the rows",
    figure: "accounts_unreconciled",
    over: { statistic: "Sum", period: Duration.hours(1) },
    above: 0,
    inRow: 2,
  },
  {
    runbook: "failed-seals",
    says: "For two hours no run has sealed the audit log",
    figure: "seals_failed",
    // 0 as soon as one try of the hour has sealed.
    over: { statistic: "Minimum", period: Duration.hours(1) },
    above: 0,
    inRow: 2,
    silenceAlarms: true,
  },
];

/** The alarms on figures; those on queues and functions stand beside what they watch. */
export class FigureAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms }: { readonly alarms: AlarmTopic }) {
    super(scope, id);
    for (const { figure, over, ...alarm } of FIGURE_ALARMS)
      alarms.add({ ...alarm, of: "", metric: figureMetric(this, figure, over) });
  }
}
