import { CfnParameter, Stack, type StackProps } from "aws-cdk-lib";
import { CfnExport } from "aws-cdk-lib/aws-bcmdataexports";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { MemberRoleConstruct } from "#infra/aws/constructs/member-role.ts";
import type { Environment } from "#infra/aws/environment.ts";
import { FOCUS_TABLES } from "#infra/aws/focus-tables.ts";
import { hubRolesOf } from "#infra/aws/hub-roles.ts";
import { MEMBER_ROLES } from "#infra/aws/names.ts";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";

export type BillingStackProps = StackProps & {
  readonly environment: Environment;
  readonly billing: NonNullable<Environment["billing"]>;
};

/** Where AWS makes billing data, whatever region the hub is in (AWS Data Exports user guide, "Quotas"; Cost Explorer API reference, endpoint). */
export const BILLING_REGION = "us-east-1";

/** Below this key the export lies in the bucket for bills. */
export const EXPORT_PREFIX = "exports";

/**
 * In the account that pays: the FOCUS export into the hub's bucket for bills, the role by which one function of the
 * hub asks Cost Explorer, and a budget. After the hub, since the bucket and the functions' roles must be there.
 */
export class BillingStack extends Stack {
  constructor(scope: Construct, id: string, { environment, billing, ...props }: BillingStackProps) {
    super(scope, id, props);
    exportBills(this, environment, billing.focus);
    if (billing.explorerRequests > 0) {
      new MemberRoleConstruct(this, MEMBER_ROLES.billing, {
        role: "billing",
        hubRoles: hubRolesOf("billing", environment.account),
        externalId: environment.externalId,
        permissions: [
          {
            statement: new PolicyStatement({ actions: ["ce:GetCostAndUsage"], resources: ["*"] }),
            wildcard: UNSCOPED_ACTIONS["ce:GetCostAndUsage"] ?? "",
          },
        ],
      });
    }
    if (billing.budget !== undefined) budgetOf(this, billing.budget);
  }
}

/** A manifest and Parquet files for each billing period, daily; every restatement is a delivery of its own. */
function exportBills(stack: Stack, { account, region }: Environment, focus: keyof typeof FOCUS_TABLES): void {
  const bucket = new CfnParameter(stack, "BillsBucket", {
    description: "Output BillsBucket of the hub",
    allowedPattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    constraintDescription: "must be the name of a bucket: what the hub's stack says for BillsBucket",
  });
  const { table, columns, properties } = FOCUS_TABLES[focus];
  new CfnExport(stack, "Export", {
    export: {
      name: `tollgate-focus-${focus.replace(".", "-")}`,
      description: `FOCUS ${focus} for Tollgate`,
      dataQuery: {
        queryStatement: `SELECT ${columns.join(", ")} FROM ${table}`,
        tableConfigurations: { [table]: properties },
      },
      destinationConfigurations: {
        s3Destination: {
          s3Bucket: bucket.valueAsString,
          // Said only of a bucket of another account (Data Exports user guide, "Setting up an Amazon S3 bucket").
          ...(stack.account === account ? {} : { s3BucketOwner: account }),
          s3Prefix: EXPORT_PREFIX,
          s3Region: region,
          s3OutputConfigurations: {
            compression: "PARQUET",
            format: "PARQUET",
            outputType: "CUSTOM",
            overwrite: "CREATE_NEW_REPORT",
          },
        },
      },
      refreshCadence: { frequency: "SYNCHRONOUS" },
    },
  });
}

/** Of the whole bill, told by mail before it is spent; budgets of workloads are the catalogue's matter. */
function budgetOf(
  stack: Stack,
  { monthlyUsd, notify }: NonNullable<NonNullable<Environment["billing"]>["budget"]>,
): void {
  const told = [
    { notificationType: "ACTUAL", threshold: 80 },
    { notificationType: "ACTUAL", threshold: 100 },
    { notificationType: "FORECASTED", threshold: 100 },
  ];
  new CfnBudget(stack, "Budget", {
    budget: {
      budgetName: "tollgate-monthly",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: monthlyUsd, unit: "USD" },
    },
    notificationsWithSubscribers: told.map((notification) => ({
      notification: { ...notification, comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE" },
      subscribers: [{ subscriptionType: "EMAIL", address: notify }],
    })),
  });
}
