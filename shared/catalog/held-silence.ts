import type { Decided } from "#shared/catalog/decision.ts";
import { whoText } from "#shared/catalog/documents/who.ts";
import { askingAt, stagesOf } from "#shared/catalog/held-asking.ts";
import { expired } from "#shared/catalog/lapse-held.ts";
import { peopleOf } from "#shared/catalog/people-of.ts";
import type { CatalogProposal, HeldAsking, HeldChange } from "#shared/catalog/proposal.ts";
import { type Prompt, promptAfter, remindersBy, type Silent } from "#shared/catalog/silence.ts";
import { askedNow, askingOf, type Deciding, dueStage } from "#shared/catalog/vote.ts";
import type { Json } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { NewEvent } from "#shared/storage/event.ts";

/** The plan's next state, with the event that says how it came to it. */
export type PlanMoved = { readonly value: CatalogProposal; readonly event: NewEvent };

type At = Deciding & { readonly now: EpochMillis };

/** Who acts on a change that nobody decides: no person does. */
const SWEEP = "function:catalog-sweep";

/**
 * What is due on a plan at `now` because nobody decided, or undefined. One kind of thing at a time: what is due
 * beside it is due still in the plan that this answers. Reminders whose moments passed unseen are one reminder.
 */
export const promptDue = (plan: CatalogProposal, at: At): PlanMoved | undefined =>
  plan.state === "applied"
    ? (ended(plan, at) ?? asked(plan, at) ?? reminded(plan, at) ?? escalated(plan, at))
    : undefined;

function moved(
  plan: CatalogProposal,
  held: readonly HeldChange[],
  { type, ...said }: { readonly type: string; readonly [key: string]: Json },
): PlanMoved | undefined {
  const changed = held.filter((each, place) => each !== plan.held[place]);
  if (changed.length === 0) return undefined;
  const data = { documents: changed.map(({ kind, id }) => `${kind}:${id}`), ...said };
  return { value: { ...plan, held }, event: { type: `catalog-plan.${type}`, by: SWEEP, data } };
}

function ended(plan: CatalogProposal, { now }: At): PlanMoved | undefined {
  const value = expired(plan, now);
  return value === undefined ? undefined : moved(plan, value.held, { type: "expired" });
}

/** Another stage is due than the one that is asked: somebody who had said yes left, or nobody was ever told. */
function asked(plan: CatalogProposal, at: At): PlanMoved | undefined {
  const held = plan.held.map((each) => {
    if (each.state !== "pending") return each;
    const due = dueStage(plan, each, at);
    return due < stagesOf(each).length ? askingAt(each, due, at.now) : each;
  });
  return moved(plan, held, { type: "asked" });
}

function reminded(plan: CatalogProposal, { now }: At): PlanMoved | undefined {
  const held = plan.held.map((each) => {
    const silent = silentOf(each);
    if (silent === undefined || each.asking === undefined || dueOf(each, now)?.kind !== "remind") return each;
    return { ...each, asking: { ...each.asking, reminded: remindersBy(silent, now) } };
  });
  return moved(plan, held, { type: "reminded" });
}

/** Whom it names is asked in the present stage as well. When that asks nobody more, nobody's rights change. */
function escalated(plan: CatalogProposal, at: At): PlanMoved | undefined {
  for (const each of plan.held) {
    const due = dueOf(each, at.now);
    if (due?.kind !== "escalate" || each.asking === undefined) continue;
    const escalation = { at: at.now, to: due.to, stage: each.asking.stage };
    const widened = { ...each, asking: { ...each.asking, escalated: { ...escalation, widens: true } } };
    const before = askedNow(plan, each, at);
    const added = askedNow(plan, widened, at).filter((person) => !before.includes(person));
    const unchanged: HeldAsking = { ...each.asking, escalated: { ...escalation, widens: false } };
    const next = added.length > 0 ? widened : { ...each, asking: unchanged };
    const because: { readonly [key: string]: string } =
      added.length > 0 ? {} : { because: nobodyAdded(plan, { held: each, due }, at) };
    const held = plan.held.map((one) => (one === each ? next : one));
    return moved(plan, held, { type: "escalated", stage: escalation.stage, to: whoText(due.to), added, ...because });
  }
  return undefined;
}

type Escalating = { readonly held: HeldChange; readonly due: Prompt & { readonly kind: "escalate" } };

function nobodyAdded(plan: CatalogProposal, { held, due }: Escalating, at: At): string {
  const named = peopleOf(due.to, askingOf(plan, held, at));
  return `${whoText(due.to)} names nobody${named.length === 0 ? "" : " else who may decide"}`;
}

/** What is due now of one change: a reminder or an escalation. */
function dueOf(held: HeldChange, now: EpochMillis): Prompt | undefined {
  const silent = silentOf(held);
  const prompt = silent === undefined ? undefined : promptAfter(silent);
  return prompt === undefined || prompt.at > now ? undefined : prompt;
}

function silentOf(held: HeldChange): Silent | undefined {
  const { state, asking, pendingUntil, decisions } = held;
  if (state !== "pending" || asking === undefined || pendingUntil === undefined) return undefined;
  const escalate = asking.escalated === undefined ? escalateOf(held, asking.stage) : undefined;
  return {
    ...asking,
    lapsesAt: pendingUntil,
    remind: decisions.flatMap(({ remind }) => remind),
    ...(escalate === undefined ? {} : { escalate }),
  };
}

/** Of the decisions that ask this stage; where several have one, the one that waits least. */
function escalateOf(held: HeldChange, place: number): Decided["escalate"] {
  const text = JSON.stringify(stagesOf(held)[place]);
  return held.decisions
    .filter(({ stages }) => stages.some((stage) => JSON.stringify(stage) === text))
    .flatMap(({ escalate }) => (escalate === undefined ? [] : [escalate]))
    .toSorted((one, other) => one.after - other.after)[0];
}
