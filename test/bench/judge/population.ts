import { accountNumber, arn } from "#shared/kernel/ids.ts";
import type { ResourceFacts, Source } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { NOW } from "#test/shared/policy/governed.ts";

/** Chance that repeats: a linear congruential generator (Numerical Recipes' constants). */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const TYPES = [
  "s3.bucket",
  "glue.job",
  "redshift.cluster",
  "rds.instance",
  "dynamodb.table",
  "kinesis.stream",
  "logs.log-group",
  "sqs.queue",
  "lambda.function",
  "ec2.instance",
] as const;

const CONTROLS: Readonly<Record<string, readonly string[]>> = {
  "s3.bucket": ["s3.lifecycle.noncurrent", "s3.lifecycle.abortMultipart"],
  "redshift.cluster": ["redshift.autoSnapshot"],
  "rds.instance": ["rds.backup"],
  "dynamodb.table": ["dynamodb.pitr"],
  "kinesis.stream": ["kinesis.retention"],
  "logs.log-group": ["logs.retention"],
  "sqs.queue": ["sqs.retention"],
};

const ACCOUNTS = [
  { id: "data-prod", number: "111122223333", ou: "/Data/Prod", environment: "prod" },
  { id: "data-test", number: "222233334444", ou: "/Data/Test", environment: "test" },
  { id: "sandbox", number: "333344445555", ou: "/Data/Sandbox", environment: "dev" },
  { id: "tools", number: "444455556666", ou: "/Tools", environment: "prod" },
] as const;

const CLASSES = ["public", "internal", "confidential", "restricted"] as const;
const TEAMS = ["orders", "finance", "platform"] as const;
const DAYS = [1, 3, 7, 14, 30, 35, 90, 365, 400, 731, 1096, 3653] as const;

const GOOD: Readonly<Record<string, string>> = {
  Workload: "orders-etl",
  CostCenter: "CC-4102",
  Environment: "prod",
  DataClassification: "internal",
  Owner: "orders.team@example.com",
  DataSteward: "steward@example.com",
  Schedule: "daily",
  Backup: "daily",
  Residency: "eu",
  AutoStop: "yes",
  Runbook: "https://wiki.example.com/runbooks/x",
  ExpiresOn: "2027-01-01",
  Contact: "a.b@example.com",
};

const GOOD_KEYS = Object.keys(GOOD);

const WRONG: Readonly<Record<string, string>> = {
  Environment: "PRD",
  Backup: "Daily",
  Workload: "nobody",
  Owner: "me",
};

export type Generated = { readonly resource: JudgedResource; readonly facts: ResourceFacts };

/** Resources one at a time, the same for the same count: nothing is held, whatever the count. */
export function* population(count: number): Generator<Generated> {
  const pick = chance(2_026);
  for (let at = 0; at < count; at += 1) yield generated(at, pick);
}

type Pick = (below: number) => number;

const of = <const Values extends readonly [unknown, ...unknown[]]>(values: Values, pick: Pick): Values[number] =>
  values[pick(values.length)] ?? values[0];

function generated(at: number, pick: Pick): Generated {
  const type = of(TYPES, pick);
  const account = of(ACCOUNTS, pick);
  const name = `thing-${at}`;
  return {
    resource: {
      arn: arn(`arn:aws:x:eu-west-1:${account.number}:${name}`),
      type,
      account: accountNumber(account.number),
      region: pick(3) === 0 ? "us-east-1" : "eu-west-1",
      name,
      tags: tagsFor(pick),
      retention: settingsFor(CONTROLS[type] ?? [], pick),
      attributes: {},
    },
    facts: {
      now: NOW,
      account: account.id,
      ou: account.ou,
      environment: account.environment,
      team: of(TEAMS, pick),
      dataset: null,
      workload: null,
      tier: pick(3),
      classification: of(CLASSES, pick),
      labels: [],
      retention: null,
      accountSource: ACCOUNT_SOURCES[account.environment],
      ...(pick(4) === 0 ? { parent: PARENT } : {}),
    },
  };
}

const PARENT: Source = { tags: { Workload: "finance-close", CostCenter: "CC-9000", Residency: "eu" }, known: {} };

const accountSource = (environment: string): Source => ({
  tags: {},
  known: { environment, "team.costCenter": "CC-4102" },
});

const ACCOUNT_SOURCES = { prod: accountSource("prod"), test: accountSource("test"), dev: accountSource("dev") };

/** Nine of ten expected tags are there and one of thirty is wrong, and up to three are nobody's business. */
function tagsFor(pick: Pick): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const key of GOOD_KEYS) tagOrNot(tags, key, pick(30));
  for (let extra = pick(4); extra > 0; extra -= 1) tags[`note-${extra}`] = "x";
  if (pick(200) === 0) tags["LegalHold"] = "true";
  if (pick(200) === 0) tags["dbPassword"] = "x";
  return tags;
}

function tagOrNot(tags: Record<string, string>, key: string, dice: number): void {
  if (dice >= 3) tags[key] = GOOD[key] ?? "";
  else if (dice === 0) tags[key] = WRONG[key] ?? "?";
  else if (key === "CostCenter" && dice === 1) tags["costcenter"] = "CC-9000";
}

function settingsFor(controls: readonly string[], pick: Pick): Record<string, number | "unset"> {
  const settings: Record<string, number | "unset"> = {};
  for (const control of controls) {
    const dice = pick(20);
    if (dice === 0) continue;
    settings[control] = dice === 1 ? "unset" : of(DAYS, pick);
  }
  return settings;
}
