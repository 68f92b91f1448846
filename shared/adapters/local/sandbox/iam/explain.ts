import { matchStatement } from "./match-statement.ts";
import { OPERATORS } from "./operators.ts";
import type { AccessQuestion, Found, Side } from "./question.ts";
import type { Condition, Context, Policy, Statement } from "./statement.ts";

/** `denied: the policy x denies s3:GetObject on arn:… (statement y)` */
export function explainDeny({ policy, statement }: Found, question: AccessQuestion): string {
  const match = matchStatement(statement, question);
  const why = match.kind === "unreadable" ? ` and cannot be read: ${match.flaw}` : "";
  return `denied: ${policy.name} denies ${question.action} on ${question.resource} (${statement.sid})${why}`;
}

/** `allowed: the policy x allows s3:GetObject on arn:… until 2026-11-23T07:00:00Z` */
export function explainAllowed({ policy, statement }: Found, question: AccessQuestion): string {
  const end = statement.conditions.find(({ operator }) => operator.startsWith("DateLessThan"));
  const until = end?.values[0] === undefined ? "" : ` until ${end.values[0]}`;
  return `allowed: ${policy.name} allows ${question.action} on ${question.resource}${until}`;
}

/** Why no Allow was found: the nearest miss among the policies of that side. */
export function explainNoAllow(question: AccessQuestion, side: Side): string {
  const policies = policiesOfSide(question, side);
  const nearest = nearestMiss(policies, question);
  if (nearest !== undefined) return `denied: ${nearest}`;
  const { action, resource } = question;
  if (side === "identity") return `denied: no policy of ${question.principal.roleArn} allows ${action} on ${resource}`;
  const name = policies[0]?.name ?? `the policy of ${resource}`;
  return `denied: ${name} does not allow ${action} on ${resource}`;
}

function policiesOfSide(question: AccessQuestion, side: Side): readonly Policy[] {
  if (side === "identity") return question.identity;
  const policy = side === "resource" ? question.resourcePolicy?.policy : question[side];
  return policy === undefined ? [] : [policy];
}

/** A failed condition is nearer than another resource; what could not be read is told before both. */
function nearestMiss(policies: readonly Policy[], question: AccessQuestion): string | undefined {
  const misses = policies.flatMap((policy) =>
    policy.statements.flatMap((statement) => missOf(policy, statement, question)),
  );
  return misses.toSorted((left, right) => left.distance - right.distance)[0]?.told;
}

type Miss = { readonly distance: number; readonly told: string };

function missOf(policy: Policy, statement: Statement, question: AccessQuestion): readonly Miss[] {
  const match = statement.effect === "Allow" ? matchStatement(statement, question) : undefined;
  if (match === undefined || match.kind === "applies") return [];
  const { action, resource } = question;
  if (match.kind === "unreadable") {
    return [
      { distance: 0, told: `${policy.name} has a statement (${statement.sid}) that cannot be read: ${match.flaw}` },
    ];
  }
  if (match.step === "condition") {
    const limit = explainCondition(match.condition, question.context);
    return [{ distance: 1, told: `${policy.name} allows ${action} on ${resource} only ${limit}` }];
  }
  return match.step === "resource"
    ? [{ distance: 2, told: `${policy.name} allows ${action}, but not on ${resource}` }]
    : [];
}

/** What a failed condition asks for, and what the request had: `until 2026-11-23T07:00:00Z (aws:CurrentTime)`. */
function explainCondition(condition: Condition, context: Context): string {
  const { operator, key } = condition;
  const values = condition.values.join(" or ");
  if (operator.startsWith("DateLess")) return `until ${values} (${key})`;
  if (operator.startsWith("DateGreater")) return `from ${values} (${key})`;
  if (operator === "Null") return `when ${key} is ${values === "true" ? "absent" : "there"}`;
  const words = OPERATORS.get(operator)?.words ?? "fits";
  const found = context.get(key.toLowerCase());
  const had = found === undefined ? "the request has none" : `it is "${[found].flat().join('", "')}"`;
  return `when ${key} ${words} "${condition.values.join('" or "')}"; ${had}`;
}
