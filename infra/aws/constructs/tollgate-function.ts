import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { ManagedPolicy, Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  type CfnFunction,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type * as z from "zod";
import { acknowledgeWildcards } from "#infra/aws/constructs/acknowledge.ts";
import { functionNameOf, functionRoleOf } from "#infra/aws/names.ts";
import { divided } from "#infra/aws/permissions/divided.ts";
import type { Permission } from "#infra/aws/permissions/permission.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

export type TollgateFunctionProps<Env extends z.ZodObject> = {
  readonly spec: FunctionSpec<Env>;
  /** Typed by the schema that the function parses: a missing variable does not compile. */
  readonly environment: { readonly [name in keyof Env["shape"]]: string };
  readonly code: Code;
  readonly permissions: readonly Permission[];
  readonly logRetention: RetentionDays;
};

/** In megabytes; a share of a processor comes with it. */
const MEMORY = 512;

/** One Lambda function with its role, its log group and the house defaults: arm64, JSON logs, tracing. */
export class TollgateFunction<Env extends z.ZodObject> extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: TollgateFunctionProps<Env>) {
    super(scope, id);
    const { spec, environment, code, logRetention } = props;
    const name = functionNameOf(spec.name);
    const logs = new LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${name}`,
      retention: logRetention,
      // Its name is fixed: kept after a first deploy that failed, it would stand in the way of the next.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.role = new Role(this, "Role", {
      roleName: functionRoleOf(spec.name),
      assumedBy: new ServicePrincipal("lambda.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    });
    const policies = policiesOf(this, this.role, [...props.permissions, ...platformPermissions(logs)]);
    this.lambda = new LambdaFunction(this, "Function", {
      functionName: name,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "main.handler",
      code,
      role: this.role.withoutPolicyUpdates(),
      environment,
      timeout: Duration.seconds(spec.timeoutSeconds),
      memorySize: MEMORY,
      logGroup: logs,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(fillsItsOwnQueue(spec) ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
    });
    // Without it a first event could meet a function that may not do anything yet.
    this.lambda.node.addDependency(...policies);
    // The CDK makes every function depend on its role, which it names as well: redundant, and not ours to leave out.
    const made = this.lambda.node.defaultChild as CfnFunction;
    made.addMetadata("cfn-lint", { config: { ignore_checks: ["W3005"] } });
  }
}

/**
 * Goes on in a message of its own, page by page. Lambda takes that for a loop nobody meant, and after some sixteen pages would
 * put the rest aside unless told (Lambda developer guide, "Use Lambda recursive loop detection to prevent infinite loops").
 */
const fillsItsOwnQueue = ({ triggers, capabilities }: FunctionSpec): boolean =>
  triggers.some(({ kind }) => kind === "queue") && capabilities.includes("queue.send");

/** The role's own policy, and further ones for what does not fit in it. */
function policiesOf(scope: Construct, role: Role, permissions: readonly Permission[]): readonly Construct[] {
  const { own, further } = divided(permissions);
  const policy = new Policy(scope, "Policy", { roles: [role], statements: own.map(({ statement }) => statement) });
  acknowledgeWildcards(policy, own);
  const more = further.map(
    ({ statement }, part) =>
      new ManagedPolicy(scope, `Accounts${part + 1}`, { roles: [role], statements: [statement] }),
  );
  return [policy, ...more];
}

/** What the platform itself does in the role's name. */
const platformPermissions = (logs: LogGroup): readonly Permission[] => [
  {
    statement: new PolicyStatement({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logs.logGroupArn}:*`],
    }),
    wildcard: "Log streams of its own log group: Lambda names them",
  },
  {
    statement: new PolicyStatement({
      actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      resources: ["*"],
    }),
    wildcard: 'X-Ray knows no resources here (service authorization reference, "Actions defined by AWS X-Ray")',
  },
];
