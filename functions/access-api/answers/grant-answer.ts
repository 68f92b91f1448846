import { arrearsOf, offSince } from "#shared/access/arrears.ts";
import { type EndingGrant, type Evidence, type Grant, isBegun } from "#shared/access/grant.ts";
import type { EvidenceAnswer, GrantAnswer } from "#shared/contracts/http/access-answers.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";

/** A grant as people and programs see it. */
export function grantAnswer(grant: Grant, now: EpochMillis): GrantAnswer {
  const begun = isBegun(grant) ? grant : undefined;
  return {
    id: grant.id,
    request: grant.request,
    state: grant.state,
    person: grant.role.person,
    dataset: grant.dataset,
    template: grant.template,
    account: grant.role.account,
    role: grant.role.roleName,
    notBefore: begun === undefined ? null : isoOf(begun.activatedAt),
    expiresAt: begun === undefined ? null : isoOf(begun.expiresAt),
    allows: grant.statements.map(({ actions, resources }) => ({ actions: [...actions], resources: [...resources] })),
    evidence: (begun?.evidence ?? []).map(evidenceAnswer),
    says: inWords(grant, now),
    ...("reason" in grant ? { reason: grant.reason } : {}),
    externallyModified: begun?.externallyModified ?? false,
    ...arrearsOf(grant, now),
    ...("problem" in grant && grant.problem !== undefined ? { problem: grant.problem.message } : {}),
  };
}

export const evidenceAnswer = (evidence: Evidence): EvidenceAnswer =>
  evidence.kind === "present"
    ? {
        kind: "present",
        at: isoOf(evidence.readAt),
        requestId: evidence.requestId,
        name: evidence.name,
        hash: evidence.hash,
      }
    : {
        kind: "absent",
        at: isoOf(evidence.listBeganAt),
        requestId: evidence.requestId,
        prefix: evidence.prefix,
        fence: isoOf(evidence.fence),
      };

function inWords(grant: Grant, now: EpochMillis): string {
  switch (grant.state) {
    case "PLANNED":
      return "about to begin";
    case "NEVER_STARTED":
      return grant.because === "too-late" ? "never began: its time had passed" : "never began: the request was over";
    case "PROVISIONING":
      return offSince(grant, now) === undefined ? "being made" : off(grant.fence, now);
    case "ACTIVE":
      if (offSince(grant, now) !== undefined) return off(grant.fence, now);
      return grant.seenGeneration < grant.generation ? "extended, not yet in effect" : "in effect";
    case "REVOKING":
    case "REVOKE_RETRY":
      return offSince(grant, now) === undefined ? endingInWords(grant) : off(grant.fence, now);
    case "REVOKED":
      return `over since ${isoOf(grant.revokedAt)}, proved`;
  }
}

const endingInWords = ({ state, problem, nextActionAt }: EndingGrant): string =>
  state === "REVOKING"
    ? "being taken back"
    : `could not be taken back yet (${problem?.code ?? "no answer"}); tried again at ${isoOf(nextActionAt)}`;

/** Off, by its own date or by an empty list; the proof is the list past the fence, and where that has passed the next. */
const off = (fence: EpochMillis, now: EpochMillis): string =>
  now > fence ? "off; proof is due" : `off; proof at ${isoOf(fence)}`;
