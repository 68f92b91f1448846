import type { FindingAnswer } from "#shared/contracts/http/findings.ts";
import type { Finding } from "#shared/findings/finding.ts";
import { isoOf } from "#shared/kernel/time.ts";

/** A finding as the API tells it. */
export function findingAnswer(finding: Finding, revision?: number): FindingAnswer {
  const { about, next, fix, undo } = finding;
  return {
    id: finding.id,
    policy: finding.policy,
    rule: finding.rule,
    resource: finding.resource,
    state: finding.state,
    owner: finding.owner,
    firstSeen: isoOf(finding.firstSeen),
    repeats: finding.repeats,
    ownerBecause: finding.ownerBecause,
    severity: finding.severity,
    why: finding.why,
    ...about,
    foundBy: finding.foundBy,
    openSince: isoOf(finding.openSince),
    ...statusAnswer(finding),
    ...(next === undefined
      ? {}
      : { next: { what: next.what, ...(next.at === undefined ? {} : { at: isoOf(next.at) }) } }),
    ...(fix === undefined ? {} : { fix: { ...fix } }),
    ...(undo === undefined ? {} : { undo: { ...undo, until: isoOf(undo.until) } }),
    approvals: finding.approvals.map(({ by, at }) => ({ by, at: isoOf(at) })),
    runbook: `docs/runbooks/${finding.policy === "tollgate" ? finding.rule : "policy-finding"}.md`,
    ...(revision === undefined ? {} : { revision }),
  };
}

function statusAnswer(finding: Finding) {
  switch (finding.state) {
    case "SUPPRESSED":
      return { exemption: finding.exemption, until: isoOf(finding.until) };
    case "ACKNOWLEDGED":
      return { acknowledgedBy: finding.by };
    case "OPEN":
    case "REOPENED":
    case "RESOLVED":
      return {};
  }
}
