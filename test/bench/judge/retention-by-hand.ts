import type { ResourceChange } from "#shared/policy/cloud.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";

export type ByHand = {
  readonly policy: string;
  readonly rule: string;
  readonly found: string;
  readonly why: string;
  readonly plan: readonly ResourceChange[];
};

const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The retention rules of policies.ts, see by-hand.ts. */
export function retentionByHand(resource: JudgedResource, facts: ResourceFacts, found: ByHand[]): void {
  const guarded =
    facts.environment === "prod" && (facts.classification === "confidential" || facts.classification === "restricted");
  const held = guarded && resource.tags?.["LegalHold"] === "true";
  switch (resource.type) {
    case "logs.log-group":
      logs(resource, { facts, guarded, held }, found);
      return;
    case "s3.bucket":
      atMost(resource, "s3.lifecycle.abortMultipart", { policy: "u02-multipart", most: 7, held, found });
      if (facts.environment === "prod") {
        atMost(resource, "s3.lifecycle.noncurrent", { policy: "u03-noncurrent", most: 90, held, found });
      }
      return;
    case "rds.instance":
      rds(resource, { guarded, important: facts.tier !== 2, held }, found);
      return;
    case "redshift.cluster":
      if (guarded)
        within(resource, "redshift.autoSnapshot", {
          policy: "u01-restricted",
          min: 7,
          max: 35,
          offered: 35,
          held,
          found,
        });
      return;
    case "dynamodb.table":
      within(resource, "dynamodb.pitr", { policy: "u07-recovery", min: 7, max: 1e9, offered: 35, held, found });
      return;
    case "kinesis.stream":
      streams(resource, { guarded, important: facts.tier !== 2, held }, found);
      return;
    case "sqs.queue":
      within(resource, "sqs.retention", { policy: "u09-queues", min: 4, max: 1e9, offered: 14, held, found });
      return;
  }
}

type Limit = { readonly policy: string; readonly held: boolean; readonly found: ByHand[] };

/** Lifecycle rules: unset is for ever, and any number of days is offered. */
function atMost(
  resource: JudgedResource,
  control: string,
  { policy, most, held, found }: Limit & { readonly most: number },
): void {
  const value = resource.retention[control];
  if (value === undefined) return;
  const days = value === "unset" ? 1e9 : value;
  if (days > most) {
    const why = `at most ${most} days`;
    found.push({
      policy,
      rule: `retention.${control}`,
      found: text(value, control),
      why,
      plan: held ? [] : plan(control, most),
    });
  }
}

const plan = (control: string, days: number): readonly ResourceChange[] => [{ set: "retention", control, days }];

const text = (value: number | "unset", control: string): string =>
  value === "unset" ? `${control} is not set` : `${value} days`;

type Range = Limit & { readonly min: number; readonly max: number; readonly offered: number };

/** Backups and buffers: unset is none at all. */
function within(resource: JudgedResource, control: string, { policy, min, max, offered, held, found }: Range): void {
  const value = resource.retention[control];
  if (value === undefined) return;
  const days = value === "unset" ? 0 : value;
  const rule = `retention.${control}`;
  if (days < min) {
    found.push({ policy, rule, found: text(value, control), why: `at least ${min} days`, plan: plan(control, min) });
  } else if (days > max) {
    const to = Math.min(max, offered);
    found.push({
      policy,
      rule,
      found: text(value, control),
      why: `at most ${max} days`,
      plan: held ? [] : plan(control, to),
    });
  }
}

type Which = { readonly guarded: boolean; readonly important: boolean; readonly held: boolean };

function rds(resource: JudgedResource, { guarded, important, held }: Which, found: ByHand[]): void {
  const value = resource.retention["rds.backup"];
  if (value === undefined) return;
  const days = value === "unset" ? 0 : value;
  const rule = "retention.rds.backup";
  const from = text(value, "rds.backup");
  if (guarded && days < 14)
    found.push({ policy: "u01-restricted", rule, found: from, why: "14 to 35 days", plan: plan("rds.backup", 14) });
  if (guarded && days > 35)
    found.push({
      policy: "u01-restricted",
      rule,
      found: from,
      why: "14 to 35 days",
      plan: held ? [] : plan("rds.backup", 35),
    });
  if (important && days < 7)
    found.push({
      policy: "u06-rds",
      rule,
      found: from,
      why: "at least 7 days",
      plan: plan("rds.backup", guarded ? 14 : 7),
    });
}

function streams(resource: JudgedResource, { guarded, important, held }: Which, found: ByHand[]): void {
  const value = resource.retention["kinesis.retention"];
  if (value === undefined) return;
  const days = value === "unset" ? 0 : value;
  const rule = "retention.kinesis.retention";
  const from = text(value, "kinesis.retention");
  const lowered = held ? [] : plan("kinesis.retention", important ? 7 : 3);
  if (guarded && days < 1)
    found.push({ policy: "u01-restricted", rule, found: from, why: "1 to 7 days", plan: plan("kinesis.retention", 1) });
  if (guarded && days > 7)
    found.push({ policy: "u01-restricted", rule, found: from, why: "1 to 7 days", plan: lowered });
  if (!important && days > 3)
    found.push({ policy: "u08-streams", rule, found: from, why: "at most 3 days", plan: lowered });
}

type LogWhich = { readonly facts: ResourceFacts; readonly guarded: boolean; readonly held: boolean };

function logs(resource: JudgedResource, { facts, guarded, held }: LogWhich, found: ByHand[]): void {
  const value = resource.retention["logs.retention"];
  if (value === undefined) return;
  const days = value === "unset" ? Number.POSITIVE_INFINITY : value;
  const data = facts.ou?.startsWith("/Data") === true;
  const sandbox = facts.ou === "/Data/Sandbox";
  const min = Math.max(guarded ? 365 : 0, data ? 7 : 0, facts.tier === 0 ? 90 : 0);
  const max = Math.min(guarded ? 731 : 1e9, data ? 1096 : 1e9, sandbox ? 30 : 1e9);
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: written as by hand, without parts to reuse
  const target = (low: boolean): readonly ResourceChange[] => {
    if (min > max || (!low && held)) return [];
    const to =
      value === "unset" && guarded
        ? 400
        : low
          ? LOG_DAYS.find((each) => each >= min)
          : LOG_DAYS.findLast((each) => each <= max);
    return to === undefined || to < min || to > max ? [] : plan("logs.retention", to);
  };
  const check = (policy: string, least: number, most: number): void => {
    if (days < least || days > most) {
      const why = `${least} to ${most} days`;
      found.push({
        policy,
        rule: "retention.logs.retention",
        found: text(value, "logs.retention"),
        why,
        plan: target(days < least),
      });
    }
  };
  if (guarded) check("u01-restricted", 365, 731);
  if (data) check("u04-logs", 7, 1096);
  if (facts.tier === 0) check("u05-logs-tier-0", 90, Number.POSITIVE_INFINITY);
  if (sandbox) check("u10-sandbox", 0, 30);
}
