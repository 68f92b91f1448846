import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** Never in a grant, whatever a template says. A trailing `*` is a whole service. */
const DENIED = [
  "iam:*",
  "organizations:*",
  "account:*",
  "sso:*",
  "sts:*",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKey",
  "kms:PutKeyPolicy",
  "kms:CreateGrant",
  "lakeformation:PutDataLakeSettings",
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutObjectAcl",
].map((action) => {
  const [service = "", verb = ""] = action.split(":");
  return { action, service, verb: verb.toLowerCase() };
});

/** Actions that change nothing: only these may name every resource. */
const READS = /^[a-z0-9-]+:(Get|List|Describe|BatchGet|Head|Select|Search|Lookup)|^kms:Decrypt$/;

/**
 * What is wrong with a final policy document, in sentences; empty when nothing is.
 *
 * Judged on the JSON that would be sent, not on the template: no action of the deny-list (also not by a
 * wildcard that could mean one), no `NotAction`, `NotResource` or Deny, no every-resource on a write, nothing of
 * Tollgate's own, and both dates in each Allow.
 */
export function policyFaults(document: JsonObject): readonly string[] {
  const statements = document["Statement"];
  if (!Array.isArray(statements) || statements.length === 0) return ["The policy has no statement"];
  return [...new Set(statements.flatMap((each: Json) => statementFaults(each)))];
}

function statementFaults(statement: Json): readonly string[] {
  if (statement === null || typeof statement !== "object" || Array.isArray(statement))
    return ["A statement is no object"];
  const { Effect, Action, Resource, Condition, ...rest } = statement as JsonObject;
  const actions = textsOf(Action);
  const resources = textsOf(Resource);
  const foreign = Object.keys(rest).filter((key) => key !== "Sid");
  return [
    ...(Effect === "Allow" ? [] : ["A statement is not an Allow"]),
    ...foreign.map((key) => `A statement has "${key}", which no grant may have`),
    ...(actions.length === 0 || resources.length === 0 ? ["A statement names no action or no resource"] : []),
    ...actions.flatMap(actionFaults),
    ...resources.flatMap((resource) => resourceFaults(resource, actions)),
    ...dateFaults(Condition),
  ];
}

const textsOf = (value: Json | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each: Json | undefined) => typeof each === "string");

function actionFaults(action: string): readonly string[] {
  if (!/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) return [`"${action}" is no action of one service`];
  const [ours = "", what = ""] = action.split(":");
  const glob = what.toLowerCase();
  // An action could mean a denied one where its glob fits it, and any of a service that is denied whole.
  const denied = DENIED.find(({ service, verb }) => ours === service && (verb === "*" || globFits(glob, verb)));
  return denied === undefined ? [] : [`"${action}" could mean "${denied.action}", which no grant may allow`];
}

/** Whether a glob of `*` and `?` fits a text, without backtracking that explodes. */
function globFits(glob: string, text: string): boolean {
  if (!glob.includes("*") && !glob.includes("?")) return glob === text;
  let reached: ReadonlySet<number> = new Set([0]);
  for (const char of glob) reached = new Set([...reached].flatMap((place) => placesAfter(char, place, text)));
  return reached.has(text.length);
}

function placesAfter(char: string, place: number, text: string): readonly number[] {
  if (char === "*") return Array.from({ length: text.length - place + 1 }, (_, step) => place + step);
  return place < text.length && (char === "?" || text[place] === char) ? [place + 1] : [];
}

function resourceFaults(resource: string, actions: readonly string[]): readonly string[] {
  const faults: string[] = [];
  if (resource.includes("${")) faults.push(`"${resource}" has an IAM variable`);
  if (/(^|[:/])tollgate/i.test(resource)) faults.push(`"${resource}" is Tollgate's own`);
  const everything = /^\*|^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*/.test(resource) || /^arn:[^:]*\*/.test(resource);
  const write = actions.find((action) => !READS.test(action));
  if (everything && write !== undefined) faults.push(`"${write}" is allowed on everything ("${resource}")`);
  return faults;
}

function dateFaults(condition: Json | undefined): readonly string[] {
  const operators = (condition ?? {}) as { readonly [operator: string]: { readonly [key: string]: Json } | undefined };
  const both = ["DateGreaterThanEquals", "DateLessThan"].every(
    (operator) => typeof operators[operator]?.["aws:CurrentTime"] === "string",
  );
  return both ? [] : ["A statement lacks one of its two dates"];
}
