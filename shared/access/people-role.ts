import type { JsonObject } from "#shared/kernel/json.ts";

/** The path of all roles that Tollgate makes for people; nothing of ours manages a role outside it. */
export const PEOPLE_PATH = "/tollgate/people/";

/** The permissions boundary of every person's role: whatever a grant says, nothing beyond it works. */
export const PEOPLE_BOUNDARY = "tollgate-people-boundary";

/** The one role of an account that may assume people's roles. */
export const BROKER_ROLE = "tollgate-broker";

export const boundaryArnOf = (account: string): string => `arn:aws:iam::${account}:policy/tollgate/${PEOPLE_BOUNDARY}`;

export const brokerArnOf = (account: string): string => `arn:aws:iam::${account}:role/tollgate/${BROKER_ROLE}`;

/** Only the broker assumes a person's role, and only in that person's name. */
export const peopleTrust = (account: string, person: string): JsonObject => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: brokerArnOf(account) },
      Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
      Condition: { StringEquals: { "sts:SourceIdentity": person } },
    },
  ],
});

/** What a role for people can ever have: data, never rights. */
export const BOUNDARY_DOCUMENT = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Data",
      Effect: "Allow",
      Action: [
        ...["s3:Get*", "s3:List*", "s3:PutObject*", "s3:DeleteObject*", "s3:AbortMultipartUpload"],
        ...["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:DescribeKey"],
        ...["glue:Get*", "glue:BatchGet*", "glue:StartJobRun", "athena:*", "redshift-data:*"],
        ...["redshift:GetClusterCredentials*"],
        ...["dynamodb:*Item", "dynamodb:Query", "dynamodb:Scan", "kinesis:Get*", "kinesis:Describe*", "kinesis:List*"],
        ...["logs:Get*", "logs:FilterLogEvents", "logs:StartQuery", "elasticmapreduce:*"],
        ...["lakeformation:GetDataAccess"],
      ],
      Resource: "*",
    },
    {
      Sid: "NeverRights",
      Effect: "Deny",
      Action: ["iam:*", "organizations:*", "sts:AssumeRole", "s3:PutBucketPolicy", "kms:ScheduleKeyDeletion"],
      Resource: "*",
    },
  ],
} as const satisfies JsonObject;
