import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { readConditions } from "./read-condition.ts";
import type { Policy, PolicyKind, PrincipalScope, Scope, Statement } from "./statement.ts";

const MEMBERS = new Set([
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"],
  ...["Resource", "NotResource", "Condition"],
]);

/**
 * Reads a policy document; never throws. What cannot be read becomes the `flaw` of its statement, and
 * a document without readable statements becomes one statement that denies everything.
 */
export function readPolicy(name: string, document: Json | undefined, kind: PolicyKind): Policy {
  if (!isObject(document)) return unreadable(name, "it is no JSON object");
  const listed = Array.isArray(document["Statement"]) ? document["Statement"] : [document["Statement"]];
  if (document["Statement"] === undefined || listed.length === 0) return unreadable(name, "it has no Statement");
  const version = document["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") {
    return unreadable(name, "its Version is neither 2012-10-17 nor 2008-10-17");
  }
  const variables = version === "2012-10-17";
  return { name, statements: listed.map((each, index) => readStatement(each, { index, kind, variables })) };
}

/** What AWS would call a MalformedPolicyDocument: the first flaw, or undefined when there is none. */
export function policyFlaw(document: Json | undefined, kind: PolicyKind): string | undefined {
  const flawed = readPolicy("", document, kind).statements.find(({ flaw }) => flaw !== undefined);
  return flawed && `${flawed.sid}: ${flawed.flaw}`;
}

type Place = { readonly index: number; readonly kind: PolicyKind; readonly variables: boolean };

function readStatement(from: Json | undefined, { index, kind, variables }: Place): Statement {
  const place = `statement ${index + 1}`;
  if (!isObject(from)) return { ...UNREADABLE, sid: place, flaw: "it is no JSON object" };
  const sid = typeof from["Sid"] === "string" && from["Sid"] !== "" ? from["Sid"] : place;
  const actions = readScope(from, "Action");
  const resources = readScope(from, "Resource");
  const principals = readPrincipals(from);
  const conditions = readConditions(from["Condition"]);
  const flaw =
    memberFlaw(from) ??
    actionFlaw(actions) ??
    placeFlaw(from, kind) ??
    scopeFlaw(from, "Resource", resources) ??
    principalFlaw(from, principals) ??
    conditions.flaw;
  return {
    sid,
    effect: from["Effect"] === "Allow" ? "Allow" : "Deny",
    ...(flaw === undefined ? {} : { flaw }),
    ...(actions === undefined ? {} : { actions }),
    ...(resources === undefined ? {} : { resources }),
    ...(principals === undefined ? {} : { principals }),
    conditions: conditions.conditions,
    variables,
  };
}

function memberFlaw(from: JsonObject): string | undefined {
  const unknown = Object.keys(from).find((key) => !MEMBERS.has(key));
  if (unknown !== undefined) return `"${unknown}" is no element of a statement`;
  if (from["Effect"] === "Allow" || from["Effect"] === "Deny") return undefined;
  return "its Effect is neither Allow nor Deny";
}

function actionFlaw(actions: Scope | undefined): string | undefined {
  if (actions === undefined) return "it needs either Action or NotAction, a text or a list of texts";
  const odd = actions.patterns.find((each) => each !== "*" && !/^[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+$/.test(each));
  return odd === undefined ? undefined : `"${odd}" is no action, which reads service:Action`;
}

/** Identity policies name no principal, resource policies must, and only those with resources name them. */
function placeFlaw(from: JsonObject, kind: PolicyKind): string | undefined {
  const principal = "Principal" in from || "NotPrincipal" in from;
  const resource = "Resource" in from || "NotResource" in from;
  if (principal !== (kind !== "identity")) return principal ? "it may not name a Principal" : "it needs a Principal";
  if (resource !== (kind !== "trust")) return resource ? "it may not name a Resource" : "it needs a Resource";
  return undefined;
}

function scopeFlaw(from: JsonObject, name: "Resource", scope: Scope | undefined): string | undefined {
  if (!(name in from) && !(`Not${name}` in from)) return undefined;
  if (scope === undefined) return `it needs either ${name} or Not${name}, a text or a list of texts`;
  const odd = scope.patterns.find((each) => each !== "*" && !/^arn:[^:*?]+:[^:*?]+/.test(each));
  return odd === undefined ? undefined : `"${odd}" is no ARN, which names its service without wildcards`;
}

function principalFlaw(from: JsonObject, principals: PrincipalScope | undefined): string | undefined {
  if (!("Principal" in from) && !("NotPrincipal" in from)) return undefined;
  return principals === undefined ? 'its Principal is neither "*" nor one of AWS, Service, Federated' : undefined;
}

function readScope(from: JsonObject, name: "Action" | "Resource"): Scope | undefined {
  const plain = from[name];
  const negated = from[`Not${name}`];
  if ((plain === undefined) === (negated === undefined)) return undefined;
  const patterns = texts(plain ?? negated);
  return patterns && { not: plain === undefined, patterns };
}

function readPrincipals(from: JsonObject): PrincipalScope | undefined {
  const plain = from["Principal"];
  const negated = from["NotPrincipal"];
  if ((plain === undefined) === (negated === undefined)) return undefined;
  const not = plain === undefined;
  const named = plain ?? negated;
  if (named === "*") return { not, everyone: true, aws: [], services: [] };
  if (!isObject(named) || Object.keys(named).length === 0) return undefined;
  if (Object.keys(named).some((key) => !["AWS", "Service", "Federated", "CanonicalUser"].includes(key))) {
    return undefined;
  }
  const aws = named["AWS"] === undefined ? [] : texts(named["AWS"]);
  const services = named["Service"] === undefined ? [] : texts(named["Service"]);
  if (aws === undefined || services === undefined) return undefined;
  return { not, everyone: aws.includes("*"), aws, services };
}

/** A text or a list of texts, as most elements take them; an empty list says nothing and is refused. */
function texts(value: Json | undefined): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((each): each is string => typeof each === "string") ? list : undefined;
}

const UNREADABLE = { effect: "Deny", conditions: [], variables: false } as const;

const unreadable = (name: string, flaw: string): Policy => ({
  name,
  statements: [{ ...UNREADABLE, sid: "the document", flaw }],
});

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
