import { type Finding, isOpen, type NextStep } from "#shared/findings/finding.ts";
import { announced, cleared, type FindingChange, seen, told } from "#shared/findings/finding-change.ts";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { TOLLGATE, type TollgateSight, tollgateFindingId, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { type EnforceDeps, findingWrite } from "#shared/policy/enforce/enforce-deps.ts";
import { forceOf, type Governed } from "#shared/policy/enforce/governed.ts";
import { type MayWrite, mayWrite } from "#shared/policy/enforce/may-write.ts";
import { type Fence, judgedWrite } from "#shared/policy/enforce/pending-resources.ts";
import { sightingOf } from "#shared/policy/enforce/sighting-of.ts";
import type { Judgement, Unknown, Verdict, Violating } from "#shared/policy/judgement.ts";
import { aboutOf } from "#shared/policy/retention-program.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { Change } from "#shared/storage/records.ts";

/** A violation whose planned change may be written now. */
export type DueWrite = { readonly verdict: Violating; readonly finding: Finding };

export type Settled = {
  /** Findings as they now stand, one per violating verdict. */
  readonly findings: readonly Finding[];
  readonly due: readonly DueWrite[];
  readonly fence: Fence;
};

export type Judged = {
  readonly resource: ResourceState;
  readonly judgement: Judgement;
  readonly governed: Governed;
  readonly foundBy: Finding["foundBy"];
  /** Read before the account was. */
  readonly fence: Fence;
};

/**
 * Makes the findings of one resource say what was just judged, in one transaction: opened, reopened,
 * changed, suppressed, or resolved because the account itself shows the resource compliant.
 *
 * What could not be judged resolves nothing and blames nobody: it is a finding about Tollgate, and
 * the rule's own finding stays as it was.
 *
 * `moved`: another judgement came between the reading and this one. The account has to be read again,
 * or what was put right meanwhile would be found wrong by what was read before.
 */
export async function settleFindings(judged: Judged, deps: EnforceDeps): Promise<Settled | "moved"> {
  const now = deps.clock.now();
  const { resource } = judged;
  const about = { type: resource.type, name: resource.name, account: resource.account, region: resource.region };
  const standing = await deps.stores.findings.ofResource({ resource: resource.arn, about });
  const violating = judged.judgement.verdicts.filter((verdict) => verdict.is === "violating");
  // Read at once, and written by one transaction below: none of them rests on what another does.
  const steps: Step[] = await Promise.all(violating.map((verdict) => violatingStep({ verdict, judged, now }, deps)));
  const unknown = judged.judgement.verdicts.filter((verdict) => verdict.is === "unknown");
  if (unknown.length > 0) steps.push(await unknownStep({ unknown, judged, now }, deps));
  const kept = keptIds(judged, steps, deps);
  const closed = standing
    .filter(({ value }) => !kept.has(value.id))
    .map((stored) => closingStep(stored, judged.judgement.verdicts, now));
  const changes = [...steps, ...closed].flatMap(({ stored, change }): Change[] =>
    change === undefined ? [] : [findingWrite(deps.stores, stored, change)],
  );
  const fence = await written(changes, judged, deps);
  return fence === "moved" ? "moved" : { ...settledOf(steps), fence };
}

/** With the resource's own row, which must be as it was before the account was read. */
async function written(
  changes: readonly Change[],
  { resource, fence }: Judged,
  deps: EnforceDeps,
): Promise<Fence | "moved"> {
  if (changes.length === 0) return fence;
  const { arn, type, account, region } = resource;
  const row = judgedWrite({ ref: { arn, type, account, region }, fence }, deps);
  if (!(await deps.stores.commit([...changes, row])).ok) return "moved";
  const next = await deps.stores.pending.find(arn);
  return next?.revision === (fence?.revision ?? 0) + 1 ? next : "moved";
}

type Step = {
  readonly stored: Stored<Finding> | undefined;
  readonly change: FindingChange | undefined;
  readonly verdict?: Violating;
  readonly finding?: Finding;
  readonly may?: MayWrite;
};

type ViolatingCase = { readonly verdict: Violating; readonly judged: Judged; readonly now: EpochMillis };

async function violatingStep({ verdict, judged, now }: ViolatingCase, deps: EnforceDeps): Promise<Step> {
  const { resource, governed, foundBy } = judged;
  const force = forceOf(governed, verdict.policy);
  const owner = governed.ownerOf(resource);
  const sighting = sightingOf(verdict, { resource, owner, force, foundBy }, deps.digest);
  const [stored, policyState] = await Promise.all([
    deps.stores.findings.find(sighting.id),
    deps.stores.policyStates.find(verdict.policy),
  ]);
  const sight = seen(stored?.value, sighting, now);
  const finding = sight?.finding ?? stored?.value;
  if (finding === undefined) throw new Error(`Cannot settle finding "${sighting.id}": it was neither stored nor made`);
  const may = mayWrite({
    verdict,
    finding,
    resource,
    force,
    policyState: policyState?.value,
    enforceFrom: governed.enforceFrom(resource.account),
    stages: governed.approvers({ ...aboutOf(verdict), direction: verdict.direction, resource }),
    readOnly: deps.cloud.readOnly,
    now,
  });
  const next = may.kind === "write" ? finding.next : may.next;
  const change = withNext({ before: stored?.value, sight, finding }, next);
  return { stored, change, verdict, finding: change?.finding ?? finding, may };
}

/** One event per change: what was seen and what comes next are told together. */
function withNext(
  seenNow: {
    readonly before: Finding | undefined;
    readonly sight: FindingChange | undefined;
    readonly finding: Finding;
  },
  next: NextStep | undefined,
): FindingChange | undefined {
  if (!isOpen(seenNow.finding)) return seenNow.sight;
  const change = announced(seenNow.finding, next === undefined ? {} : { next });
  if (change === undefined || seenNow.sight === undefined) return change ?? seenNow.sight;
  return { finding: change.finding, event: told(seenNow.sight.event.type, change.finding) };
}

type UnknownCase = { readonly unknown: readonly Unknown[]; readonly judged: Judged; readonly now: EpochMillis };

/** One finding per resource, however many rules could not be told. */
async function unknownStep({ unknown, judged, now }: UnknownCase, deps: EnforceDeps): Promise<Step> {
  const { type, name, account, region, arn } = judged.resource;
  const rules = unknown.map(({ policy, rule }) => `${policy} ${rule}`).join(", ");
  const sight: TollgateSight = {
    rule: "rule.undecided",
    about: arn,
    severity: "medium",
    why: `Cannot tell whether it is as it must be (${rules}): ${[...new Set(unknown.map(({ because }) => because))].join("; ")}`,
    owner: `team:${forceOf(judged.governed, unknown[0]?.policy ?? "")?.team ?? "unknown"}`,
    foundBy: judged.foundBy,
    at: { type, name, account, region },
  };
  const stored = await deps.stores.findings.find(tollgateFindingId(sight, deps.digest));
  return { stored, change: tollgateSeen(stored?.value, sight, { now, digest: deps.digest }) };
}

/** What this judgement says nothing against: seen again, or could not be told. */
function keptIds(judged: Judged, steps: readonly Step[], { digest }: EnforceDeps): ReadonlySet<string> {
  const unknown = judged.judgement.verdicts.filter(({ is }) => is === "unknown");
  const resource = judged.resource.arn;
  return new Set([
    ...steps.flatMap(({ finding }) => (finding === undefined ? [] : [finding.id])),
    ...unknown.map(({ policy, rule }) => findingIdOf({ policy, rule, resource }, digest)),
    ...(unknown.length > 0 ? [tollgateFindingId({ rule: "rule.undecided", about: resource }, digest)] : []),
  ]);
}

function closingStep(stored: Stored<Finding>, verdicts: readonly Verdict[], now: EpochMillis): Step {
  const { policy, rule } = stored.value;
  const judged = policy === TOLLGATE || verdicts.some((each) => each.policy === policy && each.rule === rule);
  return { stored, change: cleared(stored.value, judged ? "read-back" : "out-of-scope", now) };
}

const settledOf = (steps: readonly Step[]): Omit<Settled, "fence"> => ({
  findings: steps.flatMap(({ finding }) => (finding === undefined ? [] : [finding])),
  due: steps.flatMap(({ verdict, finding, may }) =>
    verdict !== undefined && finding !== undefined && may?.kind === "write" ? [{ verdict, finding }] : [],
  ),
});
