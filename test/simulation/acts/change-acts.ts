import { makePlan } from "#shared/catalog/plan-desk.ts";
import type { CatalogProposal, HeldChange } from "#shared/catalog/proposal.ts";
import { personId } from "#shared/kernel/ids.ts";
import { DECIDERS, revisionOf, STAGES } from "#test/simulation/acts/access-calls.ts";
import { refusedRightly, refusedUnknown } from "#test/simulation/acts/refused-rightly.ts";
import { type Act, type Acts, call, chance, pick, type Story } from "#test/simulation/acts/story.ts";
import { turnsPolicy } from "#test/simulation/acts/turns-policy.ts";
import { documentsOf } from "#test/simulation/world/company.ts";
import { EDITS } from "#test/simulation/world/edits.ts";
import { OPERATOR } from "#test/simulation/world/founders.ts";

/** Who may plan; two of them are asked by what they plan as well, and must not decide on it. */
const PLANNERS = ["pat", "pia", "sue", "owen"];

/** Who laid the documents as the bootstrap operator plans as well: by rules of their own, which nothing may come of. */
const plannersOf = ({ world: { strict, founder } }: Story): readonly string[] =>
  strict && founder === "operator" ? [...PLANNERS, OPERATOR] : PLANNERS;

/** Whom the stages of a held change ask: the third only under rules that became stricter, and then she is kept for it. */
const HELD_STAGES: readonly (readonly string[])[] = [STAGES[0], ["sam", "both"], ["sue"]];

const plansOf = ({ rows }: Story, state: CatalogProposal["state"]): readonly CatalogProposal[] =>
  (rows.ofKind("catalog-plan") as readonly CatalogProposal[]).filter((plan) => plan.state === state);

const applies = (story: Story, plan: string, as: string): string =>
  call(story, {
    as,
    path: `/v1/catalog/plans/${plan}/application`,
    body: { justification: "Fewer depend on it than a year ago" },
  });

/** One or two edits of the documents as they were at first: what was applied since is taken back by the way. */
const plans: Act = (story) => {
  const by = pick(story, plannersOf(story)) ?? "pat";
  const edits = EDITS.filter(() => chance(story, 0.4)).map(({ id }) => id);
  if (edits.length === 0) return undefined;
  const atOnce = chance(story, 0.8);
  const { strict, simulator, ports } = story.world;
  const documents = documentsOf({ strict, stricter: story.isStricter(), heldStricter: story.isHeldStricter(), edits });
  story.count += 1;
  const name = `${by} plans ${edits.join(" ")} #${story.count}`;
  simulator.begin(name, async () => {
    const made = await makePlan(documents, { by: personId(by) }, ports.catalog);
    if (!made.ok) refusedUnknown(story, name, made.error.refused.because);
    if (made.ok && made.value.proposal !== undefined && atOnce) applies(story, made.value.proposal.id, by);
  });
  return name;
};

/** Somebody comes back to a plan, which may be too late for it. */
const appliesLater: Act = (story) => {
  const plan = pick(story, plansOf(story, "planned"));
  return plan === undefined ? undefined : applies(story, plan.id, chance(story, 0.8) ? plan.by : "pat");
};

export type Waiting = { readonly plan: CatalogProposal; readonly held: HeldChange };

export const waiting = (story: Story): readonly Waiting[] =>
  plansOf(story, "applied").flatMap((plan) =>
    plan.held.filter(({ state }) => state === "pending").map((held) => ({ plan, held })),
  );

/** Mostly one who is asked; now and then who made the plan, who has decided already, or anybody. */
function voter(story: Story, { plan, held }: Waiting, but?: string): string {
  if (chance(story, 0.08)) return plan.by;
  const spoken = pick(story, held.votes)?.by;
  if (spoken !== undefined && chance(story, 0.08)) return spoken;
  const asked: readonly string[] = HELD_STAGES[held.asking?.stage ?? 0] ?? DECIDERS;
  const others = asked.filter((each) => each !== but && each !== plan.by && held.votes.every(({ by }) => by !== each));
  return pick(story, chance(story, 0.9) && others.length > 0 ? others : DECIDERS) ?? "owen";
}

type Voting = Waiting & { readonly revision: number; readonly as: string; readonly groups?: readonly string[] };

export const votes = (story: Story, { plan, held, revision, as, groups }: Voting): string => {
  const before = held.decisions;
  return call(story, {
    as,
    ...(groups === undefined ? {} : { groups }),
    path: `/v1/catalog/plans/${plan.id}/decisions`,
    body: { kind: held.kind, document: held.id, outcome: chance(story, 0.88) ? "approved" : "rejected", note: "Seen" },
    headers: { "if-match": `"${revision}"` },
    answered: (answer) => {
      const now = (story.rows.get("catalog-plan", plan.id) as CatalogProposal).held;
      const after = now.find(({ kind, id }) => kind === held.kind && id === held.id)?.decisions ?? [];
      refusedRightly(
        story,
        { as, maker: plan.by, of: `${held.kind} "${held.id}" of plan ${plan.id}`, before, after },
        answer,
      );
      const asksOthers = answer.statusCode === 403 && chance(story, 0.4);
      if (answer.statusCode === 200 || isHeldAnew(story, plan.id, held) || asksOthers) goesOn(story, plan.id);
    },
  });
};

/** Who is told that everybody is asked again often says at once what they think of it. */
const isHeldAnew = (story: Story, id: string, { kind, id: document, asking }: HeldChange): boolean => {
  const plan = story.rows.get("catalog-plan", id) as CatalogProposal;
  const round = plan.held.find((each) => each.kind === kind && each.id === document)?.asking?.round ?? 0;
  return round > (asking?.round ?? 0);
};

/**
 * Who is next in line often answers while the first is still there; now and then somebody writes a rule in between
 * by which one more person is asked.
 */
function goesOn(story: Story, id: string): void {
  const next = waiting(story).find(({ plan }) => plan.id === id);
  if (next === undefined || chance(story, 0.15)) return;
  if (!story.isHeldStricter() && chance(story, 0.15)) asksMore(story, () => speaks(story, id));
  else speaks(story, id);
}

export function speaks(story: Story, id?: string): void {
  const found = waiting(story).filter(({ plan }) => id === undefined || plan.id === id);
  const next = id === undefined ? pick(story, found) : found[0];
  if (next === undefined) return;
  votes(story, { ...next, revision: revisionOf(story, next.plan.id, "catalog-plan"), as: voter(story, next) });
}

const HELD_RULES = { id: "security-knows", rules: { heldStricter: true } } as const;

export const asksMore = (story: Story, then: () => void): string =>
  turnsPolicy(story, { ...HELD_RULES, on: true, then });

export const decidesOnHeld: Act = (story) => {
  const found = pick(story, waiting(story));
  if (found === undefined) return undefined;
  const stale = chance(story, 0.1) ? 1 : 0;
  const revision = revisionOf(story, found.plan.id, "catalog-plan") - stale;
  const as = voter(story, found);
  const first = votes(story, { ...found, revision, as });
  if (chance(story, 0.7)) return first;
  return `${first} and ${votes(story, { ...found, revision, as: voter(story, found, as) })}`;
};

/** While something waits somebody writes a rule that asks one more person of it; later it may go again. */
export const turnsRules: Act = (story) => {
  if (story.isHeldStricter()) return turnsPolicy(story, { ...HELD_RULES, on: false });
  return waiting(story).length === 0 || chance(story, 0.5) ? undefined : asksMore(story, () => speaks(story));
};

/** What people do about changes of documents that wait to be decided, and how often. */
export const CHANGE_ACTS: Acts = [
  [6, plans],
  [2, appliesLater],
  [30, decidesOnHeld],
  [4, turnsRules],
];
