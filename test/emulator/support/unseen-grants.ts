/** A permission that no run on the emulator can be seen to use, although AWS asks for it; and what proves it instead. */
export type Unseen = {
  /** Names of the roles that have it. */
  readonly roles: RegExp;
  readonly actions: readonly string[];
  /** On which patterns of ARNs alone; on all of them when absent. */
  readonly resources?: RegExp;
  /** Why the emulator does not see it. */
  readonly because: string;
  /** What the statement must be about in the template, or the test by which the call is ours. */
  readonly proof: { readonly on: RegExp } | { readonly test: string; readonly says: string };
  /** A run may use it all the same, by its hour, its length or a lost race: neither that nor the contrary is a fault. */
  readonly byChance?: true;
};

const FUNCTIONS = /^tollgate-(?!(access|broker|policy|scheduler)$)/;

/**
 * The one list of permissions that are granted and not seen used. test/infra/aws/unseen-grants.test.ts holds each
 * proof; a permission that a run has used after all fails that run until it is taken out here.
 */
export const UNSEEN_GRANTS: readonly Unseen[] = [
  {
    roles: FUNCTIONS,
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    because: "Lambda writes logs in the function's name, and the emulator asks nobody",
    proof: { on: /"Functions\w+Logs\w+".*":\*"/ },
  },
  {
    roles: /^tollgate-policy$/,
    actions: ["s3:GetBucketLocation"],
    because:
      "asked of a bucket that the list of its region does not have, not yet or no longer; lists here are never late",
    proof: {
      test: "test/shared/adapters/aws/resources/types/s3-bucket.test.ts",
      says: "that was just made, and that no list has yet, is there",
    },
    byChance: true,
  },
  {
    roles: FUNCTIONS,
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    because: "Lambda sends traces in the function's name, and the emulator has none",
    proof: { on: /^"\*"$/ },
  },
  {
    roles: FUNCTIONS,
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    because: "event source mappings read queues in the function's name, and the emulator asks nobody",
    proof: { on: /^\{"Fn::GetAtt":\["\w+","Arn"\]\}$/ },
  },
  {
    roles: /^tollgate-outbox-publish$/,
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    because: "the event source mapping reads the stream in the function's name, and the emulator asks nobody",
    proof: { on: /"StreamArn"/ },
  },
  {
    roles: /^tollgate-outbox-publish$/,
    actions: ["dynamodb:ListStreams"],
    because: "Lambda asks whether the function may, when the mapping is made, and the emulator does not",
    proof: { on: /^"\*"$/ },
  },
  {
    roles: /^tollgate-(access-sweep|grant-converge)$/,
    actions: ["iam:PassRole"],
    because: "the emulator never asks for it",
    proof: { on: /"OneShots\w*Role\w*","Arn"/ },
  },
  {
    roles: /^tollgate-scheduler$/,
    actions: ["lambda:InvokeFunction"],
    because: "the emulator's Scheduler wakes its target without taking on the role",
    proof: { on: /:function:tollgate-grant-converge"/ },
  },
  {
    roles: /ForwardEventsRole/,
    actions: ["events:PutEvents"],
    because: "the emulator forwards to the bus of another account without taking on the rule's role",
    proof: { on: /^"arn:aws:events:[a-z0-9-]+:\d{12}:event-bus\/tollgate"$/ },
  },
  {
    roles: /^tollgate-broker$/,
    actions: ["sts:SetSourceIdentity", "sts:TagSession"],
    because:
      "AWS asks for them beside sts:AssumeRole when a session has a source identity and tags; the emulator does not",
    proof: { on: /:role\/tollgate\/people\/\*"$/ },
  },
  {
    roles: /^tollgate-policy$/,
    actions: ["glue:GetCrawler", "glue:GetDatabase", "glue:GetDatabases", "glue:GetTags", "glue:GetTrigger"],
    resources: /:(database|job|crawler|trigger)\//,
    because: "the emulator decides these calls on the catalogue, or on a table of the name that was asked for",
    proof: {
      test: "test/infra/aws/policy-role.test.ts",
      says: "has exactly the permissions that the served types call",
    },
  },
  {
    roles: /^tollgate-policy$/,
    actions: ["glue:GetDatabase"],
    resources: /:catalog$/,
    because: "AWS decides a read of one database on the catalogue too; the emulator does not",
    proof: {
      test: "test/infra/aws/policy-role.test.ts",
      says: "has exactly the permissions that the served types call",
    },
  },
  {
    roles: /^tollgate-(access-sweep|grant-converge|grant-reconcile)$/,
    actions: ["dynamodb:Query"],
    resources: /\/index\/person$/,
    because: "what somebody holds is listed where no row says it yet, or once they left and the event of it was lost",
    proof: {
      test: "test/shared/storage/holdings-store.test.ts",
      says: "is listed where no row says it, and laid with the next thing that is asked for",
    },
    byChance: true,
  },
  {
    roles: /^tollgate-event-enforce$/,
    actions: ["dynamodb:Query"],
    resources: /\/index\/thing$/,
    because: "findings of a resource are listed at once when an event finds it gone; no story takes one away",
    proof: {
      test: "test/shared/policy/enforce/govern-resource.test.ts",
      says: "a resource that is gone closes what was open about it",
    },
    byChance: true,
  },
  {
    roles: /^tollgate-(access-sweep|catalog-sweep|grant-converge)$/,
    actions: ["dynamodb:Query"],
    resources: /:table\/[^/]+$/,
    because: "who wrote the rules is asked under strict segregation alone, and the company of the stories has it not",
    proof: {
      test: "test/shared/catalog/rule-authors.test.ts",
      says: "basic segregation reads no authors at all",
    },
  },
  {
    roles: /^tollgate-(cost-import-api|cost-ingest)$/,
    actions: ["s3:GetObject"],
    resources: /reports/,
    because: "a copy that is there already is read and compared: one that a delivery left behind that was cut off",
    proof: {
      test: "test/contract/blob-store.ts",
      says: "the same bytes again are fine, in whatever pieces, and other bytes are refused",
    },
    // Two deliveries of one bill may meet.
    byChance: true,
  },
  {
    roles: /^tollgate-(catalog-api|cost-api|cost-import-api|cost-ingest|cost-report)$/,
    actions: ["s3:ListBucket"],
    resources: /reports/,
    because: "S3 answers 403 instead of 404 for a key that is not there without it; the emulator answers 404 always",
    proof: { on: /\{"Fn::GetAtt":\["BucketsReports\w+","Arn"\]\}/ },
  },
  {
    roles: /^tollgate-policy$/,
    actions: [
      ...["dynamodb:TagResource", "dynamodb:UntagResource", "sqs:TagQueue", "sqs:UntagQueue"],
      ...["rds:AddTagsToResource", "rds:RemoveTagsFromResource", "glue:TagResource", "glue:UntagResource"],
      ...["redshift:CreateTags", "redshift:DeleteTags"],
    ],
    because:
      "the Resource Groups Tagging API makes these calls in the caller's name; the emulator's asks for its own only",
    proof: {
      test: "test/shared/adapters/aws/resources/tagging-api.test.ts",
      says: "are dropped and put for the one resource",
    },
  },
  {
    roles: /^tollgate-catalog-sweep$/,
    actions: ["dynamodb:PutItem"],
    because:
      "a change of the documents lapses after the days that its policy gives, and the emulator's clock is the real one",
    proof: {
      test: "test/shared/catalog/lapse-held.test.ts",
      says: "can be decided for as long as the policy says, from when its plan was applied, and then ends by itself",
    },
  },
  {
    roles: /^tollgate-grant-reconcile$/,
    actions: ["scheduler:DeleteSchedule"],
    because:
      "made when access that somebody altered is ended, which is judged 17 minutes after it was given at the soonest",
    proof: {
      test: "test/simulation/stories/10-reconciler-kills-a-good-grant.test.ts",
      says: "story 10: what somebody deleted or altered ends the grant, and nothing is put again",
    },
    // A slow run gets there: the role that a story deletes may be compared after those minutes.
    byChance: true,
  },
  {
    roles: /^tollgate-policy$/,
    actions: ["redshift:DescribeClusters", "redshift:DescribeTags", "redshift:ModifyCluster"],
    because: "the emulator has no Redshift",
    proof: {
      test: "test/infra/aws/policy-role.test.ts",
      says: "has exactly the permissions that the served types call",
    },
  },
  {
    roles: /^tollgate-policy$/,
    actions: ["elasticmapreduce:AddTags", "elasticmapreduce:DescribeCluster", "elasticmapreduce:RemoveTags"],
    because:
      "the emulator tells EMR's times as text, which the SDK refuses, so clusters are read at moto, which asks nobody",
    proof: {
      test: "test/infra/aws/policy-role.test.ts",
      says: "has exactly the permissions that the served types call",
    },
  },
  {
    roles: /^tollgate-audit-seal$/,
    actions: ["s3:ListBucket"],
    because: "S3 answers 403 instead of 404 for a copy that is not there without it; the emulator answers 404 always",
    proof: { on: /^\{"Fn::GetAtt":\["BucketsAudit\w+","Arn"\]\}$/ },
  },
  {
    roles: /^tollgate-policy-api$/,
    actions: ["dynamodb:ConditionCheckItem"],
    because: "made when undoing one policy's write makes a write of another policy due",
    proof: { on: /"StateTable\w*","Arn"/ },
    // Stories share the governed account, and each promotes policies.
    byChance: true,
  },
  {
    roles: /^tollgate-(change-notify|finding-digest|finding-notify|request-notify)$/,
    actions: ["ssm:GetParameter"],
    because: "connections are read for the first message that goes to a webhook, and no story sends to any",
    proof: { on: /:parameter\/tollgate\/connections"/ },
  },
];
