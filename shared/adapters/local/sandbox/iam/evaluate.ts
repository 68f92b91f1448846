import { explainAllowed, explainDeny, explainNoAllow } from "./explain.ts";
import { matchStatement } from "./match-statement.ts";
import type { AccessQuestion, Found, Side } from "./question.ts";
import type { Policy } from "./statement.ts";

/** The answer with its reason in words, and the statement that decided where one did. */
export type Judgement = {
  readonly allowed: boolean;
  readonly because: string;
  readonly statement?: { readonly policy: string; readonly sid: string };
};

/**
 * Whether AWS would let the call through, as its "Policy evaluation logic" tells it.
 *
 * 1. A Deny that applies anywhere ends it; a Deny that cannot be read applies.
 * 2. In one account an Allow of the identity or of the resource's policy is enough, across accounts
 *    both are needed. A resource policy that names the account only delegates.
 * 3. Boundary and session policy narrow everything but what the resource grants to that very session,
 *    or to everybody, in one account.
 */
export function evaluate(question: AccessQuestion): Judgement {
  const denied = findDeny(question);
  if (denied !== undefined) return refusal(explainDeny(denied, question), denied);

  const byResource = question.resourcePolicy && findAllow(question.resourcePolicy.policy, question);
  const byIdentity = firstOf(question.identity, (policy) => findAllow(policy, question));
  const source = grantingSource(question, byIdentity, byResource);
  if (source === undefined) return refusal(explainNoAllow(question, missingSide(question, byIdentity, byResource)));
  const direct = source.grade === "session" || source.grade === "everyone";
  if (direct && sameAccount(question)) return consent(source, question);

  for (const limit of [question.boundary, question.session]) {
    if (limit === undefined || findAllow(limit, question) !== undefined) continue;
    const side = limit === question.boundary ? "boundary" : "session";
    return refusal(explainNoAllow(question, side));
  }
  return consent(source, question);
}

function grantingSource(
  question: AccessQuestion,
  byIdentity: Found | undefined,
  byResource: Found | undefined,
): Found | undefined {
  if (!sameAccount(question)) return byResource === undefined ? undefined : byIdentity;
  if (byResource !== undefined && byResource.grade !== "account") return byResource;
  return question.resourcePolicy?.decides === true && byResource === undefined ? undefined : byIdentity;
}

function missingSide(question: AccessQuestion, byIdentity: Found | undefined, byResource: Found | undefined): Side {
  const needed = question.resourcePolicy?.decides === true || !sameAccount(question);
  return byIdentity !== undefined && needed && byResource === undefined ? "resource" : "identity";
}

const sameAccount = ({ principal, resourceAccount }: AccessQuestion): boolean => principal.account === resourceAccount;

function findDeny(question: AccessQuestion): Found | undefined {
  return firstOf(policiesOf(question), (policy) => {
    const statement = policy.statements.find(
      (each) => each.effect === "Deny" && matchStatement(each, question).kind !== "no",
    );
    return statement && { policy, statement };
  });
}

/** The Allow that names the asker most closely: the closer one counts for more. */
function findAllow(policy: Policy, question: AccessQuestion): Found | undefined {
  const order = ["session", "role", "everyone", "account"] as const;
  const found = policy.statements.flatMap((statement): Found[] => {
    const match = statement.effect === "Allow" ? matchStatement(statement, question) : undefined;
    if (match?.kind !== "applies") return [];
    return [{ policy, statement, ...(match.grade === undefined ? {} : { grade: match.grade }) }];
  });
  return order.flatMap((grade) => found.filter((each) => each.grade === grade))[0] ?? found[0];
}

const policiesOf = ({ identity, boundary, session, resourcePolicy }: AccessQuestion): readonly Policy[] =>
  [...identity, boundary, session, resourcePolicy?.policy].filter((each) => each !== undefined);

function firstOf<Item, Value>(items: readonly Item[], pick: (item: Item) => Value | undefined): Value | undefined {
  for (const item of items) {
    const value = pick(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

const refusal = (because: string, found?: Found): Judgement => ({ allowed: false, because, ...decidedBy(found) });

const consent = (found: Found, question: AccessQuestion): Judgement => ({
  allowed: true,
  because: explainAllowed(found, question),
  ...decidedBy(found),
});

const decidedBy = (found: Found | undefined): Pick<Judgement, "statement"> =>
  found === undefined ? {} : { statement: { policy: found.policy.name, sid: found.statement.sid } };
