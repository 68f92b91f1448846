import type { Policy } from "#shared/catalog/documents/policy.ts";
import { retention, tagging } from "#test/shared/policy/governed.ts";

const EMAIL = "[a-z.]+@example\\.com";

/** Ten tagging and ten retention policies, such as a data platform of some size has. */
export const POLICIES: readonly Policy[] = [
  tagging({
    id: "t01-core-tags",
    scope: [
      {
        type: ["s3.bucket", "glue.job", "redshift*.*", "rds.*", "dynamodb.table", "kinesis.stream", "logs.log-group"],
        ou: ["/Data"],
        except: [{ ou: ["/Data/Sandbox"] }],
      },
    ],
    tags: {
      Workload: { refersTo: "workload", aliases: ["workload", "app"], inherit: ["parent", "creator"] },
      CostCenter: {
        refersTo: "team.costCenter",
        aliases: ["costcenter", "cost-center"],
        inherit: ["parent", "account"],
      },
      Environment: { refersTo: "environment", valueMap: { production: "prod", PRD: "prod" }, inherit: ["account"] },
      DataClassification: { refersTo: "classification" },
    },
    prohibited: ["(?i)password", "(?i)secret"],
    maxUserTags: 45,
  }),
  tagging({ id: "t02-owner", scope: [{ environment: ["prod"] }], tags: { Owner: { pattern: EMAIL } } }),
  tagging({
    id: "t03-steward",
    scope: [{ classification: ["confidential", "restricted"] }],
    tags: { DataSteward: { pattern: EMAIL, aliases: ["steward"] } },
  }),
  tagging({
    id: "t04-schedule",
    scope: [{ type: ["glue.*"] }],
    tags: { Schedule: { oneOf: ["hourly", "daily", "weekly"] } },
  }),
  tagging({
    id: "t05-backup",
    scope: [{ type: ["rds.*", "dynamodb.table", "redshift.cluster"] }],
    tags: { Backup: { oneOf: ["daily", "weekly", "none"], valueMap: { Daily: "daily" } } },
  }),
  tagging({
    id: "t06-residency",
    scope: [{ region: ["eu-*"] }],
    tags: { Residency: { oneOf: ["eu"], inherit: ["parent"] } },
  }),
  tagging({
    id: "t07-auto-stop",
    scope: [{ environment: ["dev", "test"] }],
    tags: { AutoStop: { oneOf: ["yes", "no"] } },
  }),
  tagging({
    id: "t08-runbook",
    scope: [{ tier: [0] }],
    tags: { Runbook: { pattern: "https://wiki\\.example\\.com/.+" } },
  }),
  tagging({
    id: "t09-expires",
    scope: [{ ou: ["/Data/Sandbox"] }],
    tags: { ExpiresOn: { pattern: "\\d{4}-\\d{2}-\\d{2}" } },
  }),
  tagging({
    id: "t10-contact",
    scope: [{ team: ["orders", "finance"] }],
    tags: { Contact: { required: false, pattern: EMAIL } },
  }),
  retention({
    id: "u01-restricted",
    scope: [{ environment: ["prod"], classification: ["confidential", "restricted"] }],
    rules: [
      { control: "logs.retention", min: 365, max: 731, unset: 400 },
      { control: "kinesis.retention", min: 1, max: 7 },
      { control: "rds.backup", min: 14, max: 35 },
      { control: "redshift.autoSnapshot", min: 7, max: 35 },
    ],
    legalHold: { LegalHold: ["true"] },
  }),
  retention({
    id: "u02-multipart",
    scope: [{ type: ["s3.bucket"] }],
    rules: [{ control: "s3.lifecycle.abortMultipart", max: 7 }],
  }),
  retention({
    id: "u03-noncurrent",
    scope: [{ type: ["s3.bucket"], environment: ["prod"] }],
    rules: [{ control: "s3.lifecycle.noncurrent", max: 90 }],
  }),
  retention({ id: "u04-logs", scope: [{ ou: ["/Data"] }], rules: [{ control: "logs.retention", min: 7, max: 1096 }] }),
  retention({ id: "u05-logs-tier-0", scope: [{ tier: [0] }], rules: [{ control: "logs.retention", min: 90 }] }),
  retention({ id: "u06-rds", scope: [{ type: ["rds.*"], tier: [0, 1] }], rules: [{ control: "rds.backup", min: 7 }] }),
  retention({
    id: "u07-recovery",
    scope: [{ type: ["dynamodb.table"] }],
    rules: [{ control: "dynamodb.pitr", min: 7 }],
  }),
  retention({
    id: "u08-streams",
    scope: [{ type: ["kinesis.stream"], tier: [2] }],
    rules: [{ control: "kinesis.retention", max: 3 }],
  }),
  retention({ id: "u09-queues", scope: [{ type: ["sqs.queue"] }], rules: [{ control: "sqs.retention", min: 4 }] }),
  retention({ id: "u10-sandbox", scope: [{ ou: ["/Data/Sandbox"] }], rules: [{ control: "logs.retention", max: 30 }] }),
];
