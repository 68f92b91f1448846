import { judgeCondition } from "./judge-condition.ts";
import type { Condition, Context, PrincipalScope, Scope, Statement } from "./statement.ts";
import { fillIn, fitsAction, fitsArn } from "./wildcard.ts";

/** Who asks: a role's session, or a service of AWS. */
type Principal = {
  readonly account: string;
  /** `arn:aws:iam::…:role/…` */
  readonly roleArn: string;
  /** `arn:aws:sts::…:assumed-role/…/session` */
  readonly sessionArn: string;
};

export type Asked = {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
};

/** How closely a resource policy names the asker: by session, by role, as anybody, or by its account only. */
export type Grade = "session" | "role" | "everyone" | "account";

export type Match =
  | { readonly kind: "applies"; readonly grade?: Grade }
  | { readonly kind: "unreadable"; readonly flaw: string }
  | { readonly kind: "no"; readonly step: "principal" | "action" | "resource" }
  | { readonly kind: "no"; readonly step: "condition"; readonly condition: Condition; readonly grade?: Grade };

/** Whether a statement speaks of what is asked; parts that could not be read are taken to fit. */
export function matchStatement(statement: Statement, asked: Asked): Match {
  const { actions, resources, principals } = statement;
  const grade = principals === undefined ? undefined : gradeOf(principals, asked.principal);
  if (principals !== undefined && grade === undefined) return { kind: "no", step: "principal" };
  if (actions !== undefined && !inScope(actions, (each) => fitsAction(each, asked.action))) {
    return { kind: "no", step: "action" };
  }
  const resource = resources === undefined ? "fits" : matchResource(statement, resources, asked);
  if (resource === "differs") return { kind: "no", step: "resource" };
  if (statement.flaw !== undefined) return { kind: "unreadable", flaw: statement.flaw };
  if (resource === "unreadable") return { kind: "unreadable", flaw: "a variable of its Resource has no value here" };
  return matchConditions(statement, asked.context, grade);
}

function matchConditions(statement: Statement, context: Context, grade: Grade | undefined): Match {
  const graded = grade === undefined ? {} : { grade };
  let unreadable: Condition | undefined;
  for (const condition of statement.conditions) {
    const verdict = judgeCondition(condition, context, statement.variables);
    if (verdict === "fails") return { kind: "no", step: "condition", condition, ...graded };
    if (verdict === "unreadable") unreadable ??= condition;
  }
  if (unreadable === undefined) return { kind: "applies", ...graded };
  return { kind: "unreadable", flaw: `its condition ${unreadable.operator} on ${unreadable.key} cannot be judged` };
}

function matchResource(statement: Statement, scope: Scope, asked: Asked): "fits" | "differs" | "unreadable" {
  const filled = scope.patterns.map((each) => (statement.variables ? fillIn(each, asked.context) : each));
  const known = filled.filter((each) => each !== undefined);
  const hit = known.some((each) => fitsArn(each, asked.resource));
  if (hit) return scope.not ? "differs" : "fits";
  if (known.length < filled.length) return "unreadable";
  return scope.not ? "fits" : "differs";
}

const inScope = (scope: Scope, fitsOne: (pattern: string) => boolean): boolean =>
  scope.patterns.some(fitsOne) !== scope.not;

/** No part of a principal is a wildcard but the whole `"*"` (IAM User Guide, "Principal"). */
function gradeOf(scope: PrincipalScope, principal: Principal): Grade | undefined {
  const grade = namedGrade(scope, principal);
  if (!scope.not) return grade;
  return grade === undefined ? "everyone" : undefined;
}

function namedGrade({ everyone, aws }: PrincipalScope, principal: Principal): Grade | undefined {
  if (aws.includes(principal.sessionArn)) return "session";
  if (aws.includes(principal.roleArn)) return "role";
  if (everyone) return "everyone";
  const root = `arn:aws:iam::${principal.account}:root`;
  return aws.includes(root) || aws.includes(principal.account) ? "account" : undefined;
}
