import type { ResourceChange } from "#shared/policy/cloud.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { type ByHand, retentionByHand } from "#test/bench/judge/retention-by-hand.ts";

/*
 * The tagging rules of policies.ts as somebody would write them in plain JavaScript for this company alone: one pass,
 * no documents, no compilation, every name spelt out. It finds the same, which the benchmark checks.
 */

const WORKLOADS = new Set(["orders-etl", "finance-close"]);
const COST_CENTERS = new Set(["CC-4102", "CC-9000"]);
const ENVIRONMENTS = new Set(["dev", "test", "prod"]);
const CLASSES = new Set(["public", "internal", "confidential", "restricted"]);
const EMAIL = /^(?:[a-z.]+@example\.com)$/u;
const RUNBOOK = /^(?:https:\/\/wiki\.example\.com\/.+)$/u;
const DATE = /^(?:\d{4}-\d{2}-\d{2})$/u;
const PASSWORD = /password/iu;
const SECRET = /secret/iu;
const STORES = new Set([
  "s3.bucket",
  "glue.job",
  "redshift.cluster",
  "rds.instance",
  "dynamodb.table",
  "kinesis.stream",
  "logs.log-group",
]);

type Tags = Readonly<Record<string, string>>;

/** Every violation of one resource. */
export function judgeByHand(resource: JudgedResource, facts: ResourceFacts): readonly ByHand[] {
  const found: ByHand[] = [];
  const tags = resource.tags;
  if (tags !== undefined) {
    if (STORES.has(resource.type) && facts.ou?.startsWith("/Data") === true && facts.ou !== "/Data/Sandbox") {
      coreTags(tags, facts, found);
    }
    scopedTags(resource, facts, found);
    if (found.length > 0) withinLimit(found, tags);
  }
  retentionByHand(resource, facts, found);
  return found;
}

function missing(found: ByHand[], [policy, key]: readonly [string, string], value: string | undefined): void {
  const why = value === undefined ? `no tag ${key}, and nothing says which it should be` : `no tag ${key}; ${value}`;
  const plan: readonly ResourceChange[] = value === undefined ? [] : [{ set: "tag", key, value }];
  found.push({ policy, rule: `tagging.tags.${key}`, found: "no tag", why, plan });
}

function wrong(
  found: ByHand[],
  [policy, key, meant]: readonly [string, string, (string | undefined)?],
  value: string,
): void {
  const plan: readonly ResourceChange[] = meant === undefined ? [] : [{ set: "tag", key, value: meant }];
  found.push({ policy, rule: `tagging.tags.${key}`, found: `"${value}"`, why: `"${value}" is not accepted`, plan });
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: written as by hand, one rule after another, is what it is for
function coreTags(tags: Tags, facts: ResourceFacts, found: ByHand[]): void {
  const parent = typeof facts.parent === "object" ? facts.parent.tags : undefined;
  const account = typeof facts.accountSource === "object" ? facts.accountSource.known : undefined;
  const core = "t01-core-tags";

  const workload = tags["Workload"];
  if (workload === undefined)
    missing(found, [core, "Workload"], tags["workload"] ?? tags["app"] ?? parent?.["Workload"]);
  else if (!WORKLOADS.has(workload)) wrong(found, [core, "Workload"], workload);

  const center = tags["CostCenter"];
  if (center === undefined) {
    const other = tags["costcenter"] ?? tags["cost-center"];
    missing(found, [core, "CostCenter"], other ?? parent?.["CostCenter"] ?? account?.["team.costCenter"]);
  } else if (!COST_CENTERS.has(center)) wrong(found, [core, "CostCenter"], center);

  const environment = tags["Environment"];
  if (environment === undefined) missing(found, [core, "Environment"], account?.environment);
  else if (!ENVIRONMENTS.has(environment)) {
    const meant = environment === "PRD" || environment === "production" ? "prod" : undefined;
    wrong(found, [core, "Environment", meant], environment);
  }

  const classification = tags["DataClassification"];
  if (classification === undefined) missing(found, [core, "DataClassification"], undefined);
  else if (!CLASSES.has(classification)) wrong(found, [core, "DataClassification"], classification);

  let count = 0;
  let prohibited: string | undefined;
  for (const key in tags) {
    if (key.startsWith("aws:")) continue;
    count += 1;
    if (prohibited === undefined && (PASSWORD.test(key) || SECRET.test(key))) prohibited = key;
  }
  if (prohibited !== undefined) {
    found.push({
      policy: core,
      rule: "tagging.prohibited",
      found: `the tag ${prohibited}`,
      why: "prohibited",
      plan: [],
    });
  }
  if (count > 45)
    found.push({ policy: core, rule: "tagging.maxUserTags", found: `${count} tags`, why: "too many", plan: [] });
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: written as by hand, one rule after another, is what it is for
function scopedTags({ tags = {}, type, region }: JudgedResource, facts: ResourceFacts, found: ByHand[]): void {
  if (facts.environment === "prod") {
    const owner = tags["Owner"];
    if (owner === undefined) missing(found, ["t02-owner", "Owner"], undefined);
    else if (!EMAIL.test(owner)) wrong(found, ["t02-owner", "Owner"], owner);
  }
  if (facts.classification === "confidential" || facts.classification === "restricted") {
    const steward = tags["DataSteward"];
    if (steward === undefined) missing(found, ["t03-steward", "DataSteward"], tags["steward"]);
    else if (!EMAIL.test(steward)) wrong(found, ["t03-steward", "DataSteward"], steward);
  }
  if (type.startsWith("glue.")) {
    const schedule = tags["Schedule"];
    if (schedule === undefined) missing(found, ["t04-schedule", "Schedule"], undefined);
    else if (schedule !== "hourly" && schedule !== "daily" && schedule !== "weekly") {
      wrong(found, ["t04-schedule", "Schedule"], schedule);
    }
  }
  if (type.startsWith("rds.") || type === "dynamodb.table" || type === "redshift.cluster") {
    const backup = tags["Backup"];
    if (backup === undefined) missing(found, ["t05-backup", "Backup"], undefined);
    else if (backup !== "daily" && backup !== "weekly" && backup !== "none") {
      wrong(found, ["t05-backup", "Backup", backup === "Daily" ? "daily" : undefined], backup);
    }
  }
  if (region.startsWith("eu-")) {
    const residency = tags["Residency"];
    const parent = typeof facts.parent === "object" ? facts.parent.tags["Residency"] : undefined;
    if (residency === undefined) missing(found, ["t06-residency", "Residency"], parent);
    else if (residency !== "eu") wrong(found, ["t06-residency", "Residency"], residency);
  }
  if (facts.environment === "dev" || facts.environment === "test") {
    const stop = tags["AutoStop"];
    if (stop === undefined) missing(found, ["t07-auto-stop", "AutoStop"], undefined);
    else if (stop !== "yes" && stop !== "no") wrong(found, ["t07-auto-stop", "AutoStop"], stop);
  }
  if (facts.tier === 0) {
    const runbook = tags["Runbook"];
    if (runbook === undefined) missing(found, ["t08-runbook", "Runbook"], undefined);
    else if (!RUNBOOK.test(runbook)) wrong(found, ["t08-runbook", "Runbook"], runbook);
  }
  if (facts.ou === "/Data/Sandbox") {
    const expires = tags["ExpiresOn"];
    if (expires === undefined) missing(found, ["t09-expires", "ExpiresOn"], undefined);
    else if (!DATE.test(expires)) wrong(found, ["t09-expires", "ExpiresOn"], expires);
  }
  const contact = tags["Contact"];
  if ((facts.team === "orders" || facts.team === "finance") && contact !== undefined && !EMAIL.test(contact)) {
    wrong(found, ["t10-contact", "Contact"], contact);
  }
}

/** No resource here comes near 45 tags, but a program that writes tags has to count them. */
function withinLimit(found: ByHand[], tags: Tags): void {
  const adds = found.filter(({ plan }) => plan[0]?.set === "tag" && tags[plan[0].key] === undefined).length;
  if (Object.keys(tags).length + adds > 45) throw new RangeError("the population has too many tags for this program");
}
