import { ArnFormat, Stack } from "aws-cdk-lib";
import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { functionNameOf, SCHEDULE_GROUP } from "#infra/aws/names.ts";
import { END_TARGET } from "#shared/access/ports.ts";

/** The group of one-shot schedules, and the role in which EventBridge Scheduler wakes the one function they wake. */
export class OneShotSchedules extends Construct {
  /** `arn:…:schedule/tollgate/*` */
  readonly schedules: string;
  readonly role: Role;
  /** The function that a one-shot wakes. */
  readonly target: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = Stack.of(this);
    new CfnScheduleGroup(this, "Group", { name: SCHEDULE_GROUP });
    this.schedules = stack.formatArn({
      service: "scheduler",
      resource: "schedule",
      resourceName: `${SCHEDULE_GROUP}/*`,
    });
    this.target = stack.formatArn({
      service: "lambda",
      resource: "function",
      resourceName: functionNameOf(END_TARGET),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.role = new Role(this, "Role", {
      roleName: "tollgate-scheduler",
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
      }),
    });
    new Policy(this, "Policy", {
      roles: [this.role],
      statements: [new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [this.target] })],
    });
  }
}
