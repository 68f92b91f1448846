import type { Finding, NextStep } from "#shared/findings/finding.ts";
import { fixText } from "#shared/findings/finding-change.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { type ApproverStage, type Force, missingStages } from "#shared/policy/enforce/governed.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { Direction, Held, Violating } from "#shared/policy/judgement.ts";

/** Everything that has a say in whether a planned change is written now. */
export type WriteCase = {
  readonly verdict: Violating;
  readonly finding: Finding;
  readonly resource: ResourceState;
  readonly force: Force | undefined;
  readonly policyState: PolicyState | undefined;
  readonly enforceFrom: EpochMillis | undefined;
  readonly stages: readonly ApproverStage[];
  /** Why this plane writes nothing at all; undefined where it does. */
  readonly readOnly: string | undefined;
  readonly now: EpochMillis;
};

/**
 * - `write`: now
 * - `wait`: until a moment, or for people; `next` says which
 * - `no`: not by Tollgate as things are; `next` says why where it is news to somebody
 */
export type MayWrite =
  | { readonly kind: "write" }
  | { readonly kind: "wait"; readonly next: NextStep }
  | { readonly kind: "no"; readonly next?: NextStep };

/**
 * Whether what a policy planned for a resource may be written now.
 *
 * Every safeguard must say yes, in the order of what a person can do least about; the first that does
 * not is named. Grace is over at the moment `openSince` plus its length, that moment included.
 */
export function mayWrite(write: WriteCase): MayWrite {
  const { verdict, finding } = write;
  if (verdict.exempted !== undefined || finding.state === "SUPPRESSED") return { kind: "no" };
  if (verdict.plannedChanges.length === 0) return no(heldText(verdict.held));
  if (write.resource.managedBy !== undefined)
    return no(`Not written: ${managerText(write.resource.managedBy)} manages it; the patch is in the finding`);
  return ofPolicy(write) ?? underWay(write) ?? ofTime(write);
}

/** Who manages it, for people: `stack "etl-orders"`. */
export const managerText = ({ tool, name }: NonNullable<ResourceState["managedBy"]>): string =>
  tool === "cloudformation" ? `stack "${name}"` : `Terraform "${name}"`;

const no = (what: string | undefined): MayWrite => ({ kind: "no", ...(what === undefined ? {} : { next: { what } }) });

function ofPolicy({ verdict, force, policyState, finding, readOnly }: WriteCase): MayWrite | undefined {
  if (force === undefined || verdict.mode !== "enforce" || force.mode !== "enforce") return { kind: "no" };
  if (readOnly !== undefined) return no(`Not written: ${readOnly}`);
  if (force.caps === undefined) return no("Not written: the policy has no caps");
  if (policyState?.promotion?.policyHash !== force.hash)
    return no("Not written: this version of the policy is not promoted to enforce");
  if (policyState.halt !== undefined) return no(`Not written: the policy is halted (${policyState.halt.because})`);
  if (finding.hold?.policyHash === force.hash)
    return no("Not written: somebody took this change back, and this version of the policy does not repeat it");
  return undefined;
}

/** Begun by another worker, or by an earlier look: what became of it is found out first, by whoever takes up its row. */
function underWay({ finding: { writing, next }, now }: WriteCase): MayWrite | undefined {
  if (writing === undefined) return undefined;
  return next?.at !== undefined && next.at > now
    ? { kind: "wait", next }
    : wait("Was begun; what became of it is looked at before anything else is written");
}

function ofTime({ verdict, force, finding, enforceFrom, stages, now }: WriteCase): MayWrite {
  if (enforceFrom === undefined) return no("Not written: the account is not enrolled for enforcement");
  if (now < enforceFrom) return wait("Written when the account is enrolled, not before", enforceFrom);
  const grace = force?.grace[verdict.direction];
  if (grace === undefined)
    return no(`Not written: the policy does not say how long to wait before it would ${doingTo(verdict.direction)} it`);
  const missing = missingStages(stages, approvalsOf(finding));
  const asked = missing.map(({ text }) => text).join(", then ");
  const graceEnds = plus(finding.openSince, grace);
  if (now < graceEnds)
    return wait(
      asked === "" ? "Written when its grace is over" : `Written when its grace is over and approved by ${asked}`,
      graceEnds,
    );
  return missing.length === 0 ? { kind: "write" } : wait(`Written when approved by ${asked}`);
}

const doingTo = (direction: Direction): string => (direction === "none" ? "change" : direction);

const wait = (what: string, at?: EpochMillis): MayWrite => ({
  kind: "wait",
  next: { what, ...(at === undefined ? {} : { at }) },
});

/** Only a yes to this very change counts. */
const approvalsOf = ({ approvals, fix }: Finding): Finding["approvals"] =>
  fix === undefined ? [] : approvals.filter((each) => each.fix === fixText(fix));

function heldText(held: Held | undefined): string | undefined {
  switch (held) {
    case undefined:
      return undefined;
    case "legal-hold":
      return "Not written: a legal hold covers it";
    case "conflict":
      return "Not written: two policies contradict each other here";
    case "not-offered":
      return "Not written: the service does not offer a value that would do";
    case "not-separable":
      return "Waits for a person: the lifecycle rule that would have to change is about other data too";
    case "no-value":
      return "Waits for a person: nobody but a person can know the value";
    case "tag-limit":
      return "Not written: it has 50 tags, and a 51st is refused; no foreign tag is ever deleted";
    case "undecided":
      return "Not written: what would decide it could not be read";
    case "read-only":
      return "Waits for a person: this setting is not Tollgate's to write";
  }
}
