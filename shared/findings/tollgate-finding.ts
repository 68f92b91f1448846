import type { Finding, Severity } from "#shared/findings/finding.ts";
import { type FindingChange, seen } from "#shared/findings/finding-change.ts";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** What can be wrong with Tollgate itself, each with its runbook of the same name. */
export type TollgateRule =
  | "event.unreadable"
  | "events.lost"
  | "resource.unreadable"
  | "resource.never-ready"
  | "rule.undecided"
  | "policy.halted"
  | "action.without-effect"
  | "sweep.unlistable"
  | "organization.unreadable"
  | "account.ungoverned"
  | "account.left"
  | "account.differs";

/** What was found, about which part: `policy/core-tags`, or the ARN of the resource that it concerns. */
export type TollgateSight = {
  readonly rule: TollgateRule;
  readonly about: string;
  readonly severity: Severity;
  readonly why: string;
  readonly owner: string;
  readonly foundBy: Finding["foundBy"];
  /** Where it is, if it concerns a resource: kept with the resource's own findings. */
  readonly at?: Finding["about"];
};

/** The name under which findings about Tollgate itself stand, where others have their policy's id. */
export const TOLLGATE = "tollgate";

export const tollgateIdentity = ({ rule, about }: Pick<TollgateSight, "rule" | "about">) => ({
  policy: TOLLGATE,
  rule,
  resource: about.startsWith("arn:") ? about : `${TOLLGATE}:${about}`,
});

export const tollgateFindingId = (sight: Pick<TollgateSight, "rule" | "about">, digest: Digest) =>
  findingIdOf(tollgateIdentity(sight), digest);

/** A finding about Tollgate itself, opened or reopened by the same rules as any other. */
export function tollgateSeen(
  before: Finding | undefined,
  sight: TollgateSight,
  { now, digest }: { readonly now: EpochMillis; readonly digest: Digest },
): FindingChange | undefined {
  const { rule, about, severity, why, owner, foundBy, at } = sight;
  const sighting = {
    ...tollgateIdentity(sight),
    id: findingIdOf(tollgateIdentity({ rule, about }), digest),
    about: at ?? { type: TOLLGATE, name: about },
    severity,
    why,
    owner,
    ownerBecause: "it is about Tollgate itself",
    foundBy,
    policyHash: "",
  };
  return seen(before, sighting, now);
}
