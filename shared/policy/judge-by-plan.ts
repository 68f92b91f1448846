import type { ResourceFacts } from "#shared/policy/facts.ts";
import { judgeLifecycle } from "#shared/policy/judge-lifecycle.ts";
import { judgeRetention } from "#shared/policy/judge-retention.ts";
import type { JudgedResource, Verdict, Violating } from "#shared/policy/judgement.ts";
import type { JudgingPlan, KeySlot, RetentionSlot } from "#shared/policy/judging-plan.ts";
import { holdOf } from "#shared/policy/legal-hold.ts";
import { frameOf } from "#shared/policy/retention-frame.ts";
import { settleTags } from "#shared/policy/settle-tags.ts";
import { IN_SCOPE, type Standing } from "#shared/policy/standing.ts";
import { countTags, isReserved, type TagCheck } from "#shared/policy/tag-check.ts";
import type { Tags } from "#shared/policy/tag-proposal.ts";

/**
 * Judges one resource by its plan: tags first, then settings, each rule into its place.
 *
 * The plan's own list is handed out as long as every rule is met; it is copied at the first that is not.
 */
export function judgeByPlan(plan: JudgingPlan, resource: JudgedResource, facts: ResourceFacts): readonly Verdict[] {
  const { tags } = resource;
  const draft: Draft = { template: tags === undefined ? plan.tagsUnread : plan.verdicts, own: undefined };
  const adds = tags === undefined ? 0 : judgeTags(plan, { tags, facts }, draft);
  if (tags !== undefined && plan.keys.length > 0) judgeKeys(plan, tags, draft);
  if (plan.retention.length > 0) judgeSettings(plan, { resource, facts }, draft);
  const judged = draft.own ?? draft.template;
  if (tags === undefined || adds === 0 || !mustSettle(plan, tags, adds)) return judged;
  return settleTags(judged, { tags, mostTags: plan.mostTags });
}

type Draft = { readonly template: readonly Verdict[]; own: Verdict[] | undefined };

function put(draft: Draft, at: number, verdict: Verdict): void {
  draft.own ??= draft.template.slice();
  draft.own[at] = verdict;
}

type Tagged = { readonly tags: Tags; readonly facts: ResourceFacts };

/** How many tags would be written. */
function judgeTags(plan: JudgingPlan, { tags, facts }: Tagged, draft: Draft): number {
  let adds = 0;
  for (let next = 0; next < plan.tags.length; next += 1) {
    const check = plan.tags[next] as TagCheck;
    const value: unknown = tags[check.key];
    if (typeof value === "string" ? check.accepts(value) : check.optional) continue;
    const found = typeof value === "string" ? value : undefined;
    const at = plan.tagsAt[next] as number;
    const verdict = withStanding(check.violation(found, tags, facts), plan.standings[at] ?? IN_SCOPE);
    if (verdict.plannedChanges.length > 0) adds += 1;
    put(draft, at, verdict);
  }
  return adds;
}

/** Far from the limit, and with one policy to a key, every write can be made. */
const mustSettle = ({ sharesKeys, mostTags }: JudgingPlan, tags: Tags, adds: number): boolean =>
  sharesKeys || countTags(tags) + adds > mostTags;

/** An exemption takes the write off; one that is not known to apply holds it. */
function withStanding(verdict: Violating, { exempted, exemptionUnknown }: Standing): Violating {
  if (exempted === undefined && exemptionUnknown === undefined) return verdict;
  const { held, ...rest } = verdict;
  if (exempted !== undefined) return { ...rest, plannedChanges: [], exempted };
  return { ...rest, plannedChanges: [], held: held ?? "undecided" };
}

/** All rules on keys in one walk over them. */
function judgeKeys(plan: JudgingPlan, tags: Tags, draft: Draft): void {
  let count = 0;
  for (const key in tags) {
    if (isReserved(key)) continue;
    count += 1;
    for (const slot of plan.keys) if (slot.forbids(key)) forbid(slot, key, draft);
  }
  for (const slot of plan.keys) {
    if (count > slot.most) put(draft, slot.at, withStanding(slot.violation(String(count)), slot.standing));
  }
}

/** One finding per rule: of several forbidden keys the first by name, whatever order they came in. */
function forbid(slot: KeySlot, key: string, draft: Draft): void {
  const verdict = withStanding(slot.violation(key), slot.standing);
  const before = draft.own?.[slot.at];
  if (before?.is !== "violating" || verdict.found < before.found) put(draft, slot.at, verdict);
}

type Input = { readonly resource: JudgedResource; readonly facts: ResourceFacts };

function judgeSettings(plan: JudgingPlan, input: Input, draft: Draft): void {
  for (const slot of plan.retention) {
    if (isMetForCertain(slot, input.resource)) continue;
    const verdict = settingVerdict(slot, plan, input);
    if (verdict !== undefined) put(draft, slot.at, verdict);
  }
}

/** One length within what all rules leave possible. What goes by prefix has no one length, once its rules were read. */
function isMetForCertain({ byPrefix, control, least, most }: RetentionSlot, resource: JudgedResource): boolean {
  if (byPrefix && resource.lifecycle !== undefined) return false;
  const value = resource.retention[control];
  return typeof value === "number" && value >= least && value <= most;
}

function settingVerdict(slot: RetentionSlot, plan: JudgingPlan, { resource, facts }: Input): Verdict | undefined {
  const { self, peers, byPrefix } = slot;
  const { retention, lifecycle, tags } = resource;
  const frame = slot.frame ?? frameOf(self, peers, facts);
  const legalHold = () => holdOf(plan.holds, tags);
  return byPrefix && lifecycle !== undefined
    ? judgeLifecycle(self, frame, { rules: lifecycle, legalHold })
    : judgeRetention(self, frame, { retention, legalHold });
}
