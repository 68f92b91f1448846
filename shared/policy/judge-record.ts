import type { Arn } from "#shared/kernel/ids.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import { classifyRecord, type RecordedResource } from "#shared/policy/classify-record.ts";
import type { ParsedRecord } from "#shared/policy/cloud-record.ts";
import type { Judge } from "#shared/policy/compile-policies.ts";
import type { SourceRead } from "#shared/policy/facts.ts";
import type { Verdict } from "#shared/policy/judgement.ts";
import type { FactsOf } from "#shared/policy/resource-facts.ts";

type RecordFinding = { readonly policy: string; readonly rule: string; readonly resource: Arn };

/** What `tollgate policy judge` prints per line: `resource` is the first, where one call made several. */
export type JudgedLine = {
  readonly line: number;
  readonly outcome: "judged" | "ignored" | "unreadable";
  /** `create`, `change`, or why it was ignored or could not be read. */
  readonly reason: string;
  readonly because?: string;
  /** How many policies are about what was judged. None is no "compliant": `because` says so. */
  readonly policies?: number;
  readonly resource?: Arn;
  readonly resources?: readonly Arn[];
  readonly findings: readonly RecordFinding[];
  /** Rules that the record alone cannot decide. */
  readonly unknown: readonly RecordFinding[];
};

export type JudgeRecordDeps = {
  readonly parse: (line: string) => ParsedRecord;
  readonly judge: Judge;
  readonly facts: FactsOf;
  readonly now: EpochMillis;
};

/**
 * Judges one line of an event file by what the record itself shows, with no state and no account.
 *
 * Every line gets an answer and none throws. What a record does not show (the tags a snapshot took, the
 * parent's tags) is unknown, listed as such, and never a finding.
 */
export function judgeRecord(text: string, { line, ...deps }: JudgeRecordDeps & { readonly line: number }): JudgedLine {
  const parsed = deps.parse(text);
  const outcome = parsed.kind === "record" ? classifyRecord(parsed.record) : parsed;
  if (outcome.kind === "judged") return judgedLine(outcome.resources, { line, ...deps });
  const because = outcome.kind === "unreadable" ? { because: outcome.because } : {};
  return { line, outcome: outcome.kind, reason: outcome.reason, ...because, findings: [], unknown: [] };
}

function judgedLine(
  recorded: readonly RecordedResource[],
  { line, judge, facts, now }: JudgeRecordDeps & { readonly line: number },
): JudgedLine {
  const judged = recorded.map(({ resource }) => judge(resource, facts(resource, { now, ...NOT_READ })));
  const of = (is: Verdict["is"]): readonly RecordFinding[] =>
    judged.flatMap(({ resource, verdicts }) =>
      verdicts
        .filter((verdict) => verdict.is === is && !("exempted" in verdict))
        .map(({ policy, rule }) => ({ policy, rule, resource: resource.arn })),
    );
  const arns = recorded.map(({ resource }) => resource.arn);
  const [first] = arns;
  const policies = new Set(judged.flatMap(({ verdicts }) => verdicts.map(({ policy }) => policy))).size;
  return {
    line,
    outcome: "judged",
    reason: recorded[0]?.does ?? "change",
    policies,
    ...(policies === 0 && recorded[0] !== undefined ? { because: uncovered(recorded[0]) } : {}),
    ...(first === undefined ? {} : { resource: first }),
    ...(arns.length > 1 ? { resources: arns } : {}),
    findings: of("violating"),
    unknown: of("unknown"),
  };
}

const uncovered = ({ resource: { type, account } }: RecordedResource): string =>
  `no policy is about ${type} in account ${account}`;

/** The account is not asked here, so nothing is inherited from a parent or a creator. */
const NOT_READ: { readonly parent: SourceRead; readonly creator: SourceRead } = {
  parent: "unreadable",
  creator: "unreadable",
};
