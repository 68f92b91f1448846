import type { Finding, FixApproval } from "#shared/findings/finding.ts";
import { fixText, told } from "#shared/findings/finding-change.ts";
import { accountNumber, arn, type PersonId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { ResourceRef, ResourceState } from "#shared/policy/cloud.ts";
import { type EnforceDeps, findingWrite, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { type Governed, missingStages, stageFor } from "#shared/policy/enforce/governed.ts";
import type { Violating } from "#shared/policy/judgement.ts";
import { aboutOf } from "#shared/policy/retention-program.ts";

export type FixApprovalRefused =
  | { readonly kind: "no-such-finding" }
  | { readonly kind: "unreadable" }
  /** It needs no yes: it is compliant, exempt, or nothing is planned that people must agree to. */
  | { readonly kind: "nothing-to-approve" }
  | { readonly kind: "not-an-approver"; readonly needs: readonly string[] };

/**
 * A person's yes to the change that a policy planned and that people must agree to. It is given to
 * what the account shows now, and counts for exactly that change: another planned value needs another.
 */
export const approveFix = (call: Yes, deps: EnforceDeps): Promise<Result<Finding, FixApprovalRefused>> =>
  withRetries(async () => {
    const stored = await deps.stores.findings.find(call.id);
    if (stored === undefined) return err({ kind: "no-such-finding" });
    const yes = await yesTo(stored.value, call.by, deps);
    if (typeof yes !== "number") return yes;
    const { fix, approvals } = stored.value;
    if (fix === undefined) return err({ kind: "nothing-to-approve" });
    const approval: FixApproval = { stage: yes, by: call.by, at: deps.clock.now(), fix: fixText(fix) };
    // Due at once: what this yes was waited for is judged again, and says what it still waits for.
    const next = { what: "Agreed to; judged again", at: approval.at };
    const finding: Finding = { ...stored.value, approvals: [...approvals, approval], next };
    const event = told("finding.approved", finding, { stage: yes });
    const row = findingWrite(deps.stores, stored, { finding, event, by: call.by });
    return (await deps.stores.commit([row])).ok ? ok(finding) : "moved";
  });

type Yes = { readonly id: string; readonly by: PersonId };

/** The stage that this person's yes counts in, or what to answer instead. */
async function yesTo(
  finding: Finding,
  by: PersonId,
  deps: EnforceDeps,
): Promise<number | Result<Finding, FixApprovalRefused>> {
  const read = await deps.cloud.read(refOfFinding(finding));
  if (read.kind !== "read") return err({ kind: "unreadable" });
  const governed = await deps.governance.current();
  const verdict = await verdictOf(finding, { governed, resource: read.state });
  const { fix } = finding;
  if (verdict === undefined || fix === undefined) return err({ kind: "nothing-to-approve" });
  const { direction } = verdict;
  const stages = governed.approvers({ ...aboutOf(verdict), direction, resource: read.state });
  const current = finding.approvals.filter((each) => each.fix === fixText(fix));
  if (current.some((each) => each.by === by)) return ok(finding);
  const missing = missingStages(stages, current);
  if (missing.length === 0) return err({ kind: "nothing-to-approve" });
  return stageFor(by, stages, current) ?? err({ kind: "not-an-approver", needs: missing.map(({ text }) => text) });
}

/** Where to read the resource of a finding. */
export const refOfFinding = ({ resource, about }: Pick<Finding, "resource" | "about">): ResourceRef => ({
  arn: arn(resource),
  type: about.type,
  account: accountNumber(about.account ?? ""),
  region: about.region ?? "",
});

async function verdictOf(
  { policy, rule }: Finding,
  { governed, resource }: { readonly governed: Governed; readonly resource: ResourceState },
): Promise<Violating | undefined> {
  const { verdicts } = await governed.judge(resource);
  const verdict = verdicts.find((each) => each.policy === policy && each.rule === rule);
  return verdict?.is === "violating" && verdict.plannedChanges.length > 0 ? verdict : undefined;
}
