import { DynamoDBClient, UpdateContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import { IAMClient, PutRolePermissionsBoundaryCommand } from "@aws-sdk/client-iam";
import { PutObjectLockConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { type Deployed, MEMBER } from "./deploy.ts";
import { REGION } from "./environment.ts";

/** What the emulator's CloudFormation takes and drops: set again through the service's own API. */
export type FixUp = {
  /** Where it stands in the template; a test holds that it stands there, so that nothing passes here that AWS would not get. */
  readonly stack: "hub" | "member";
  readonly type: string;
  readonly property: string;
  readonly apply: (deployed: Deployed, endpoint: string) => Promise<void>;
};

const clientOf = (endpoint: string, account = "test") => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: account, secretAccessKey: "test" },
});

export const FIX_UPS: readonly FixUp[] = [
  {
    stack: "member",
    type: "AWS::IAM::Role",
    property: "PermissionsBoundary",
    async apply(_deployed, endpoint) {
      const iam = new IAMClient(clientOf(endpoint, MEMBER));
      for (const role of ["tollgate-access", "tollgate-broker", "tollgate-policy"]) {
        const boundary = `arn:aws:iam::${MEMBER}:policy/tollgate/${role}-boundary`;
        await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: role, PermissionsBoundary: boundary }));
      }
    },
  },
  {
    stack: "hub",
    type: "AWS::DynamoDB::Table",
    property: "PointInTimeRecoverySpecification",
    async apply({ outputs }, endpoint) {
      await new DynamoDBClient(clientOf(endpoint)).send(
        new UpdateContinuousBackupsCommand({
          TableName: outputs["TableName"],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      );
    },
  },
  {
    stack: "hub",
    type: "AWS::S3::Bucket",
    property: "ObjectLockConfiguration",
    async apply({ outputs }, endpoint) {
      const s3 = new S3Client({ ...clientOf(endpoint), forcePathStyle: true });
      for (const bucket of ["AuditBucket", "ReportsBucket"]) {
        await s3.send(
          new PutObjectLockConfigurationCommand({
            Bucket: outputs[bucket],
            ObjectLockConfiguration: {
              ObjectLockEnabled: "Enabled",
              Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 1 } },
            },
          }),
        );
      }
    },
  },
];

/** Sets all of it, and verifies the one mail address that a deployment verifies by a person's click. */
export async function fixUp(deployed: Deployed, endpoint: string): Promise<void> {
  for (const { apply } of FIX_UPS) await apply(deployed, endpoint);
  await new SESv2Client(clientOf(endpoint)).send(
    new CreateEmailIdentityCommand({ EmailIdentity: "tollgate@example.com" }),
  );
}
