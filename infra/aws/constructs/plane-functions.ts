import { Duration, Stack } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { AlarmTopic } from "#infra/aws/constructs/alarm-topic.ts";
import { asInterface } from "#infra/aws/constructs/as-interface.ts";
import type { Buckets } from "#infra/aws/constructs/buckets.ts";
import type { PlaneApi } from "#infra/aws/constructs/http-api.ts";
import type { HubBus } from "#infra/aws/constructs/hub-bus.ts";
import { MessageQueue } from "#infra/aws/constructs/message-queue.ts";
import type { OneShotSchedules } from "#infra/aws/constructs/one-shot-schedules.ts";
import type { StateTable } from "#infra/aws/constructs/state-table.ts";
import { TollgateFunction } from "#infra/aws/constructs/tollgate-function.ts";
import {
  consumeStatement,
  gatherSecondsOf,
  queueNameOf,
  type Reader,
  readQueue,
  readStream,
  ruleOfEvents,
  ruleOfSchedule,
} from "#infra/aws/constructs/triggers.ts";
import { type Environment, payerOf } from "#infra/aws/environment.ts";
import { CLOUD_FUNCTIONS, type EnvName } from "#infra/aws/functions.ts";
import { BUS_NAME, CONNECTIONS_PARAMETER, SCHEDULE_GROUP } from "#infra/aws/names.ts";
import { permissionsOf } from "#infra/aws/permissions/capabilities.ts";
import type { HubResources } from "#infra/aws/permissions/hub-resources.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

export type PlaneFunctionsProps = {
  readonly environment: Environment;
  readonly codeOf: (spec: string) => Code;
  readonly alarms: AlarmTopic;
  readonly state: StateTable;
  readonly bus: HubBus;
  readonly buckets: Buckets;
  readonly oneShots: OneShotSchedules;
  readonly api: PlaneApi;
};

/** Every function of the plane with its queue, its permissions and what makes it run, from its spec. */
export class PlaneFunctions extends Construct {
  constructor(scope: Construct, id: string, props: PlaneFunctionsProps) {
    super(scope, id);
    const queues = new Map<string, MessageQueue>();
    for (const spec of CLOUD_FUNCTIONS) {
      const name = queueNameOf(spec);
      if (name === undefined) continue;
      const own = { consumerTimeout: Duration.seconds(spec.timeoutSeconds), gatherSeconds: gatherSecondsOf(spec) };
      queues.set(name, new MessageQueue(this, `Queue-${name}`, { name, ...own, alarms: props.alarms }));
    }
    const bills = queues.get("bills");
    if (bills !== undefined) props.buckets.tellBills(bills);
    const hub = resourcesOf(this, props, queues);
    const values = environmentOf(props, queues);
    for (const spec of CLOUD_FUNCTIONS as readonly FunctionSpec[]) {
      const queue = queues.get(queueNameOf(spec) ?? "");
      const { lambda } = new TollgateFunction(this, spec.name, {
        spec,
        environment: chosen(values, spec),
        code: props.codeOf(spec.name),
        permissions: [
          ...permissionsOf(spec, hub),
          ...(queue === undefined ? [] : [{ statement: consumeStatement(queue.queue.queueArn) }]),
        ],
        logRetention: props.environment.retention.logs as RetentionDays,
      });
      wire({ to: lambda, spec }, { ...props, queue });
      props.alarms.add({
        runbook: "function-failing",
        of: spec.name,
        says: `${spec.name} failed, or ran out of time`,
        metric: lambda.metricErrors({ period: Duration.minutes(5) }),
        above: 0,
      });
    }
  }
}

/** Each trigger of a function as rules and mappings. */
function wire(
  reader: Reader,
  { queue, bus, api, state }: PlaneFunctionsProps & { readonly queue: MessageQueue | undefined },
): void {
  const { to, spec } = reader;
  const scope = to.node.scope as Construct;
  for (const trigger of spec.triggers) {
    if (trigger.kind === "http") api.route(trigger.routes, to);
    if (trigger.kind === "stream") readStream(scope, streamOf(state), to);
    if (queue === undefined) continue;
    if (trigger.kind === "events") ruleOfEvents(scope, trigger, { bus: asInterface<IEventBus>(bus.bus), queue });
    if (trigger.kind === "schedule") ruleOfSchedule(scope, trigger, queue);
  }
  if (queue !== undefined) readQueue(scope, queue, reader);
}

const streamOf = ({ table }: StateTable): string => {
  if (table.tableStreamArn === undefined) throw new Error("Cannot read the table's stream: it has none");
  return table.tableStreamArn;
};

function resourcesOf(
  scope: Construct,
  { environment, state, bus, buckets, oneShots }: PlaneFunctionsProps,
  queues: ReadonlyMap<string, MessageQueue>,
): HubResources {
  const stack = Stack.of(scope);
  return {
    table: state.table.tableArn,
    stream: streamOf(state),
    bus: bus.bus.eventBusArn,
    sweepQueue: sweepQueueOf(queues).queue.queueArn,
    schedules: oneShots.schedules,
    scheduleRole: oneShots.role.roleArn,
    billsBucket: buckets.bills.bucketArn,
    reportsBucket: buckets.reports.bucketArn,
    auditBucket: buckets.audit.bucketArn,
    mailIdentity: stack.formatArn({
      service: "ses",
      resource: "identity",
      resourceName: environment.mail.identity ?? environment.mail.sender,
    }),
    connectionsParameter: stack.formatArn({ service: "ssm", resource: `parameter${CONNECTIONS_PARAMETER}` }),
    governed: environment.governed,
    ...(environment.readOrganization ? { organization: environment.organization } : {}),
    ...((environment.billing?.explorerRequests ?? 0) === 0 ? {} : { payer: payerOf(environment) }),
  };
}

/** Every variable that some function reads: one that is missing here does not compile. */
function environmentOf(
  { environment, state, buckets, oneShots }: PlaneFunctionsProps,
  queues: ReadonlyMap<string, MessageQueue>,
): { readonly [name in EnvName]: string } {
  return {
    TABLE_NAME: state.table.tableName,
    BUS_NAME,
    SWEEP_SHARDS_QUEUE_URL: sweepQueueOf(queues).queue.queueUrl,
    SCHEDULE_GROUP,
    SCHEDULE_ROLE_ARN: oneShots.role.roleArn,
    GRANT_CONVERGE_ARN: oneShots.target,
    MEMBER_EXTERNAL_ID: environment.externalId,
    READ_STALENESS_SECONDS: String(environment.readStaleness),
    BILLS_BUCKET: buckets.bills.bucketName,
    ORGANIZATION_READ: environment.readOrganization ? "on" : "off",
    COST_EXPLORER_ACCOUNT: payerOf(environment),
    COST_EXPLORER_DAILY_REQUESTS: String(environment.billing?.explorerRequests ?? 0),
    REPORTS_BUCKET: buckets.reports.bucketName,
    AUDIT_BUCKET: buckets.audit.bucketName,
    GENESIS: environment.began,
    MAIL_FROM: environment.mail.sender,
    CONSOLE_URL: environment.console,
    CONNECTIONS_PARAMETER,
    BOOTSTRAP_OPERATOR_GROUP: environment.operatorGroup,
  };
}

function sweepQueueOf(queues: ReadonlyMap<string, MessageQueue>): MessageQueue {
  const queue = queues.get("sweep-shards");
  if (queue === undefined) throw new Error("Cannot send sweeps: no function reads their queue");
  return queue;
}

const chosen = (
  values: { readonly [name in EnvName]: string },
  { env }: FunctionSpec,
): { readonly [name: string]: string } =>
  Object.fromEntries(Object.keys(env.shape).map((name) => [name, values[name as EnvName]]));
