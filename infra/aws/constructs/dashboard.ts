import { Duration, Stack } from "aws-cdk-lib";
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { type FigureOver, figureMetric } from "#infra/aws/constructs/figure-metric.ts";
import { queueNameOf } from "#infra/aws/constructs/triggers.ts";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import { functionNameOf } from "#infra/aws/names.ts";
import type { FigureName } from "#shared/contracts/figures.ts";

const WIDTH = 24;
const HEIGHT = 6;

type Row = { readonly title: string; readonly about: string; readonly graphs: readonly IWidget[] };

/** One page in four rows: access, policy, cost, and the platform under them. */
export class PlaneDashboard extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const rows = [this.#access(), this.#policy(), this.#cost(), this.#platform()];
    new Dashboard(this, "Dashboard", {
      dashboardName: "tollgate",
      defaultInterval: Duration.days(7),
      widgets: rows.flatMap(({ title, about, graphs }) => [
        [new TextWidget({ markdown: `## ${title}\n${about}`, width: WIDTH, height: 2 })],
        [...graphs],
      ]),
    });
  }

  #access(): Row {
    const share = new MathExpression({
      expression: "100 * byRule / approved",
      usingMetrics: {
        byRule: this.#figure("requests_approved_by_rule", "Sum", Duration.days(1)),
        approved: this.#figure("requests_approved", "Sum", Duration.days(1)),
      },
      label: "approved by rule, %",
      period: Duration.days(1),
    });
    return {
      title: "Access",
      about: "Overdue must be 0. Its runbooks: overdue-seconds, unproved-seconds, revocation-latency, drift.",
      graphs: [
        graph("Late, seconds", 4, [this.#worst("overdue_seconds"), this.#worst("unproved_seconds")]),
        graph("From end to proof, seconds", 4, [this.#worst("revocation_latency_seconds")]),
        graph("From asked to effective, seconds", 4, [
          this.#figure("access_lead_seconds", "p50", Duration.days(1)),
          this.#figure("access_lead_seconds", "p95", Duration.days(1)),
        ]),
        graph("Decided by rule", 4, [share]),
      ],
    };
  }

  #policy(): Row {
    // Both stand in one graph, where an id may name one metric only.
    const ofListed = (part: "compliant" | "tagged"): MathExpression =>
      new MathExpression({
        expression: `100 * ${part} / listed`,
        usingMetrics: {
          [part]: this.#figure(`resources_${part}`, "Sum", Duration.days(1)),
          listed: this.#figure("resources_listed", "Sum", Duration.days(1)),
        },
        label: `${part}, %`,
        period: Duration.days(1),
      });
    return {
      title: "Policy",
      about: "Of the resources that sweeps saw in a day. Runbook: event-loss.",
      graphs: [
        graph("Shares of resources", 3, [ofListed("compliant"), ofListed("tagged")]),
        graph("Changes that no event announced", 3, [this.#worst("event_loss_percent"), this.#sum("events_missed")]),
        graph("Findings told", 3, [this.#sum("findings_told"), this.#sum("findings_failed")]),
      ],
    };
  }

  #cost(): Row {
    return {
      title: "Cost",
      about: "Bills that were taken in, and reports that were made of them.",
      graphs: [
        graph("Rows of bills", 3, [this.#sum("bill_rows")]),
        graph("Billed, and borne by nobody, %", 3, [this.#worst("unallocated_percent")]),
        graph("Reports", 3, [this.#sum("reports_made"), this.#sum("reports_failed")]),
      ],
    };
  }

  #platform(): Row {
    const queues = CLOUD_FUNCTIONS.flatMap((spec) => queueNameOf(spec) ?? []);
    return {
      title: "Platform",
      about:
        "Runbooks: queue-age, dead-letters, function-failing, failed-seals, accounts-unreconciled. Nothing here needs a look while no alarm is on.",
      graphs: [
        graph(
          "Oldest message, seconds",
          4,
          queues.map((name) => this.#ofQueue("ApproximateAgeOfOldestMessage", `tollgate-${name}`)),
        ),
        graph(
          "Messages put aside",
          4,
          queues.map((name) => this.#ofQueue("ApproximateNumberOfMessagesVisible", `tollgate-${name}-dead`)),
        ),
        graph(
          "Failed runs",
          4,
          CLOUD_FUNCTIONS.map(({ name }) => this.#errorsOf(functionNameOf(name))),
        ),
        graph("Audit log and accounts", 4, [
          this.#sum("events_sealed"),
          this.#sum("seals_failed"),
          this.#sum("drift"),
          this.#sum("accounts_unreconciled"),
        ]),
      ],
    };
  }

  #figure(name: FigureName, statistic: FigureOver["statistic"], period: Duration): Metric {
    return figureMetric(this, name, { statistic, period, label: `${name}, ${statistic}` });
  }

  #worst(name: FigureName): Metric {
    return figureMetric(this, name, { statistic: "Maximum", period: Duration.minutes(5), label: name });
  }

  #sum(name: FigureName): Metric {
    return figureMetric(this, name, { statistic: "Sum", period: Duration.hours(1), label: name });
  }

  #ofQueue(metricName: string, queue: string): Metric {
    return this.#ofAws("AWS/SQS", metricName, { dimension: { QueueName: queue }, label: queue });
  }

  #errorsOf(name: string): Metric {
    return this.#ofAws("AWS/Lambda", "Errors", { dimension: { FunctionName: name }, label: name });
  }

  #ofAws(
    namespace: string,
    metricName: string,
    { dimension, label }: { readonly dimension: { readonly [name: string]: string }; readonly label: string },
  ): Metric {
    return new Metric({
      namespace,
      metricName,
      dimensionsMap: { ...dimension },
      statistic: metricName === "Errors" ? "Sum" : "Maximum",
      period: Duration.minutes(5),
      label,
      region: Stack.of(this).region,
    });
  }
}

/** One of `beside` that share a row. */
const graph = (title: string, beside: number, left: readonly IMetric[]): GraphWidget =>
  new GraphWidget({ title, left: [...left], width: WIDTH / beside, height: HEIGHT });
