import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { AlarmTopic } from "#infra/aws/constructs/alarm-topic.ts";
import { Buckets } from "#infra/aws/constructs/buckets.ts";
import { PlaneDashboard } from "#infra/aws/constructs/dashboard.ts";
import { FigureAlarms } from "#infra/aws/constructs/figure-alarms.ts";
import { PlaneApi } from "#infra/aws/constructs/http-api.ts";
import { HubBus } from "#infra/aws/constructs/hub-bus.ts";
import { OneShotSchedules } from "#infra/aws/constructs/one-shot-schedules.ts";
import { PlaneFunctions } from "#infra/aws/constructs/plane-functions.ts";
import { StateTable } from "#infra/aws/constructs/state-table.ts";
import { type Environment, payerOf } from "#infra/aws/environment.ts";

export type HubStackProps = StackProps & {
  readonly environment: Environment;
  /** The bundle of each function, by its name; tests bring something small. */
  readonly codeOf: (spec: string) => Code;
};

/** The governance account: state, bus, queues, functions, API. Deploys without any other stack. */
export class HubStack extends Stack {
  /** Each alarm of the hub, for the stack that puts them together. */
  readonly alarms: AlarmTopic["made"];

  constructor(scope: Construct, id: string, { environment, codeOf, ...props }: HubStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const alarms = new AlarmTopic(this, "Alarms");
    const state = new StateTable(this, "State");
    const bus = new HubBus(this, "Bus");
    const buckets = new Buckets(this, "Buckets", {
      retention: environment.retention,
      ...(environment.billing === undefined ? {} : { payer: payerOf(environment) }),
    });
    const oneShots = new OneShotSchedules(this, "OneShots");
    const api = new PlaneApi(this, "Api", {
      issuer: environment.issuer,
      audience: environment.audience,
      origin: environment.console,
      logRetention: environment.retention.logs,
    });
    new PlaneFunctions(this, "Functions", {
      environment,
      codeOf,
      alarms,
      state,
      bus,
      buckets,
      oneShots,
      api,
    });
    new FigureAlarms(this, "Figures", { alarms });
    this.alarms = alarms.made;
    new PlaneDashboard(this, "Watch");
    new CfnOutput(this, "ApiUrl", { value: api.api.apiEndpoint, description: "TOLLGATE_URL of the command line" });
    new CfnOutput(this, "ApiId", { value: api.api.apiId });
    new CfnOutput(this, "TableName", { value: state.table.tableName });
    new CfnOutput(this, "BusArn", { value: bus.bus.eventBusArn, description: "What member stacks forward events to" });
    new CfnOutput(this, "BillsBucket", { value: buckets.bills.bucketName, description: "Where billing exports go" });
    new CfnOutput(this, "ReportsBucket", { value: buckets.reports.bucketName });
    new CfnOutput(this, "AuditBucket", { value: buckets.audit.bucketName });
    new CfnOutput(this, "AlarmTopic", { value: alarms.topic.topicArn });
  }
}
