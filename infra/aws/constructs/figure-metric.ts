import { type Duration, Stack } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { FIGURE_DIMENSION, FIGURE_NAMESPACE, type FigureName } from "#shared/contracts/figures.ts";

export type FigureOver = {
  readonly statistic: "Maximum" | "Minimum" | "Average" | "Sum" | "p50" | "p95";
  readonly period: Duration;
  readonly label?: string;
};

/** A figure of the plane as CloudWatch has it from the log lines. */
export const figureMetric = (scope: Construct, name: FigureName, over: FigureOver): Metric =>
  new Metric({
    namespace: FIGURE_NAMESPACE,
    metricName: name,
    dimensionsMap: { ...FIGURE_DIMENSION },
    region: Stack.of(scope).region,
    ...over,
  });
