import { type Finding, isOpen, type NextStep } from "#shared/findings/finding.ts";
import { announced, cleared, type FindingChange, seen, told } from "#shared/findings/finding-change.ts";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { TOLLGATE, type TollgateSight, tollgateFindingId, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { forceOf, type Governed } from "#shared/policy/enforce/governed.ts";
import { type MayWrite, mayWrite } from "#shared/policy/enforce/may-write.ts";
import type { ResourceRows } from "#shared/policy/enforce/resource-rows.ts";
import { sightingOf } from "#shared/policy/enforce/sighting-of.ts";
import type { Judgement, Unknown, Verdict, Violating } from "#shared/policy/judgement.ts";
import { aboutOf } from "#shared/policy/retention-program.ts";
import type { Stored } from "#shared/storage/record.ts";

/** A violation whose planned change may be written now. */
export type DueWrite = { readonly verdict: Violating; readonly finding: Finding };

/** One finding, and what the judgement makes of it; no change where it says what it said before. */
export type FindingStep = {
  readonly stored: Stored<Finding> | undefined;
  readonly change: FindingChange | undefined;
  readonly verdict?: Violating;
  readonly finding?: Finding;
  readonly may?: MayWrite;
};

export type Settling = {
  readonly steps: readonly FindingStep[];
  /** Findings as they then stand, one per violating verdict. */
  readonly findings: readonly Finding[];
  readonly due: readonly DueWrite[];
};

export type Judged = {
  readonly resource: ResourceState;
  readonly judgement: Judgement;
  readonly governed: Governed;
  readonly foundBy: Finding["foundBy"];
  readonly rows: ResourceRows;
  /** What a write that was just seen makes of findings, by id, where that is not stored yet. */
  readonly moved: ReadonlyMap<string, FindingChange>;
};

type Deps = Pick<EnforceDeps, "clock" | "digest" | "cloud">;

/**
 * What the findings of one resource say by what was just judged, to be written in one transaction: opened, reopened,
 * changed, suppressed, or resolved because the account itself shows the resource compliant.
 *
 * What could not be judged resolves nothing and blames nobody: it is a finding about Tollgate, and
 * the rule's own finding stays as it was.
 */
export function settlingOf(judged: Judged, deps: Deps): Settling {
  const now = deps.clock.now();
  const { verdicts } = judged.judgement;
  const violating = verdicts.filter((verdict) => verdict.is === "violating");
  const steps: FindingStep[] = violating.map((verdict) => violatingStep({ verdict, judged, now }, deps));
  const unknown = verdicts.filter((verdict) => verdict.is === "unknown");
  if (unknown.length > 0) steps.push(unknownStep({ unknown, judged, now }, deps));
  const kept = keptIds(judged, steps, deps);
  const standing = [...judged.rows.findings.values()].filter((stored) => stored !== undefined);
  const rest = standing.filter(({ value }) => !steps.some(({ stored }) => stored?.value.id === value.id));
  const closed = rest.map((stored) => restStep({ stored, judged, now }, kept));
  return { steps: [...steps, ...closed], ...settledOf(steps) };
}

const before = (id: string, { rows, moved }: Judged) => {
  const stored = rows.findings.get(id);
  return { stored, moved: moved.get(id), value: moved.get(id)?.finding ?? stored?.value };
};

type ViolatingCase = { readonly verdict: Violating; readonly judged: Judged; readonly now: EpochMillis };

function violatingStep({ verdict, judged, now }: ViolatingCase, deps: Deps): FindingStep {
  const { resource, governed, foundBy, rows } = judged;
  const force = forceOf(governed, verdict.policy);
  const owner = governed.ownerOf(resource);
  const sighting = sightingOf(verdict, { resource, owner, force, foundBy }, deps.digest);
  const { stored, value, moved } = before(sighting.id, judged);
  const sight = seen(value, sighting, now);
  const finding = sight?.finding ?? value;
  if (finding === undefined) throw new Error(`Cannot settle finding "${sighting.id}": it was neither stored nor made`);
  const may = mayWrite({
    verdict,
    finding,
    resource,
    force,
    policyState: rows.states.get(verdict.policy)?.value,
    enforceFrom: governed.enforceFrom(resource.account),
    stages: governed.approvers({ ...aboutOf(verdict), direction: verdict.direction, resource }),
    readOnly: deps.cloud.readOnly,
    now,
  });
  const next = may.kind === "write" ? finding.next : may.next;
  const change = withNext({ sight, finding }, next) ?? moved;
  return { stored, change, verdict, finding: change?.finding ?? finding, may };
}

/** One event per change: what was seen and what comes next are told together. */
function withNext(
  seenNow: { readonly sight: FindingChange | undefined; readonly finding: Finding },
  next: NextStep | undefined,
): FindingChange | undefined {
  if (!isOpen(seenNow.finding)) return seenNow.sight;
  const change = announced(seenNow.finding, next === undefined ? {} : { next });
  if (change === undefined || seenNow.sight === undefined) return change ?? seenNow.sight;
  return { finding: change.finding, event: told(seenNow.sight.event.type, change.finding) };
}

type UnknownCase = { readonly unknown: readonly Unknown[]; readonly judged: Judged; readonly now: EpochMillis };

/** One finding per resource, however many rules could not be told. */
function unknownStep({ unknown, judged, now }: UnknownCase, { digest }: Deps): FindingStep {
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
  const stored = judged.rows.findings.get(tollgateFindingId(sight, digest));
  return { stored, change: tollgateSeen(stored?.value, sight, { now, digest }) };
}

/** What this judgement says nothing against: seen again, or could not be told. */
function keptIds(judged: Judged, steps: readonly FindingStep[], { digest }: Deps): ReadonlySet<string> {
  const unknown = judged.judgement.verdicts.filter(({ is }) => is === "unknown");
  const resource = judged.resource.arn;
  return new Set([
    ...steps.flatMap(({ finding }) => (finding === undefined ? [] : [finding.id])),
    ...unknown.map(({ policy, rule }) => findingIdOf({ policy, rule, resource }, digest)),
    ...(unknown.length > 0 ? [tollgateFindingId({ rule: "rule.undecided", about: resource }, digest)] : []),
  ]);
}

type RestCase = { readonly stored: Stored<Finding>; readonly judged: Judged; readonly now: EpochMillis };

/** A finding that this judgement did not find again: closed, unless nothing could be told of it. */
function restStep({ stored, judged, now }: RestCase, kept: ReadonlySet<string>): FindingStep {
  const { policy, rule, id } = stored.value;
  const { moved, value = stored.value } = before(id, judged);
  if (kept.has(id)) return { stored, change: moved };
  const { verdicts } = judged.judgement;
  const wasJudged = policy === TOLLGATE || isAmong(verdicts, policy, rule);
  return { stored, change: cleared(value, wasJudged ? "read-back" : "out-of-scope", now) ?? moved };
}

const isAmong = (verdicts: readonly Verdict[], policy: string, rule: string): boolean =>
  verdicts.some((each) => each.policy === policy && each.rule === rule);

const settledOf = (steps: readonly FindingStep[]): Omit<Settling, "steps"> => ({
  findings: steps.flatMap(({ finding }) => (finding === undefined ? [] : [finding])),
  due: steps.flatMap(({ verdict, finding, may }) =>
    verdict !== undefined && finding !== undefined && may?.kind === "write" ? [{ verdict, finding }] : [],
  ),
});
