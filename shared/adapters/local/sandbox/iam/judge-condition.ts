import { OPERATORS, type Operator } from "./operators.ts";
import type { Condition, Context } from "./statement.ts";
import { fillIn } from "./wildcard.ts";

/** `unreadable`: neither yes nor no can be said, so an Allow fails and a Deny holds. */
export type Verdict = "holds" | "fails" | "unreadable";

/**
 * Whether one condition holds in the request's context.
 *
 * A missing key fails, holds for a negated operator, and holds with `IfExists` and for `ForAllValues`
 * (IAM User Guide, "Condition operators" and "Set operators for multivalued context keys"). Several
 * values of the request without a set operator are ambiguous, and so unreadable.
 */
export function judgeCondition(condition: Condition, context: Context, variables: boolean): Verdict {
  const found = context.get(condition.key.toLowerCase());
  const values = found === undefined ? [] : [found].flat();
  if (condition.operator === "Null") return judgeNull(condition, values.length > 0);
  const operator = OPERATORS.get(condition.operator);
  if (operator === undefined) return "unreadable";
  if (values.length === 0) return judgeMissing(condition, operator);
  const wanted = wantedValues(condition, operator, variables ? context : undefined);
  if (wanted === undefined) return "unreadable";
  return judgeSet(
    condition.set,
    values.map((value) => judgeValue(value, wanted, operator)),
  );
}

function judgeSet(set: Condition["set"], verdicts: readonly Verdict[]): Verdict {
  if (set === "single" && verdicts.length > 1) return "unreadable";
  if (verdicts.includes("unreadable")) return "unreadable";
  const enough = set === "any" ? verdicts.includes("holds") : !verdicts.includes("fails");
  return enough ? "holds" : "fails";
}

function judgeNull(condition: Condition, present: boolean): Verdict {
  const wanted = new Set(condition.values.map((value) => value.toLowerCase()));
  if ([...wanted].some((value) => value !== "true" && value !== "false")) return "unreadable";
  return wanted.has(present ? "false" : "true") ? "holds" : "fails";
}

function judgeMissing(condition: Condition, { negated }: Operator): Verdict {
  if (condition.ifExists || condition.set === "all") return "holds";
  if (condition.set === "any") return "fails";
  return negated ? "holds" : "fails";
}

function wantedValues(
  condition: Condition,
  operator: Operator,
  context: Context | undefined,
): readonly string[] | undefined {
  if (context === undefined || operator.variables === "none") return condition.values;
  const filled = condition.values.map((value) => fillIn(value, context, operator.variables === "literal"));
  return filled.every((value) => value !== undefined) ? filled : undefined;
}

function judgeValue(value: string, wanted: readonly string[], { compare, negated }: Operator): Verdict {
  const compared = wanted.map((each) => compare(each, value));
  if (compared.includes(undefined)) return "unreadable";
  return compared.includes(true) === negated ? "fails" : "holds";
}
