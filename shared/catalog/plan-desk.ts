import { applyHeld } from "#shared/catalog/apply-held.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { lackingReason, type ReasonLacking } from "#shared/catalog/change-reason.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { stagesOf } from "#shared/catalog/held-asking.ts";
import { holdChanges, type Undecidable } from "#shared/catalog/hold-changes.ts";
import { opened, withoutWaiting } from "#shared/catalog/lapse-held.ts";
import type { People } from "#shared/catalog/people.ts";
import { type CatalogPlan, isFatal, planCatalog } from "#shared/catalog/plan-catalog.ts";
import type { PlaceOf } from "#shared/catalog/problem.ts";
import type { CatalogProposal, ChangeReason, HeldChange } from "#shared/catalog/proposal.ts";
import { repinned } from "#shared/catalog/repin.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { type AuthorSource, authorProblemOf, authorsIn, isStrict } from "#shared/catalog/rule-authors.ts";
import { canBeDecided, type MayNotVote, type Deciding as VoteAround, voted } from "#shared/catalog/vote.ts";
import { stageWords } from "#shared/catalog/who-words.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { Ids, PersonId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { type Clock, hours, plus } from "#shared/kernel/time.ts";
import type { CatalogPlanStore } from "#shared/storage/catalog-plan-store.ts";
import type { CatalogStore, Moved, TooMany } from "#shared/storage/catalog-store.ts";
import type { Change } from "#shared/storage/records.ts";

export type PlanDeskDeps = {
  readonly catalogs: CatalogStore;
  readonly plans: CatalogPlanStore;
  readonly people: () => Promise<People>;
  readonly governance: AuthorSource;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

/** A plan is good for a day: then the catalogue it was looked at beside is too old. */
const GOOD_FOR = hours(24);

export type Planned = {
  readonly plan: CatalogPlan;
  readonly proposal?: CatalogProposal;
  /** The catalogue as it would be with all of it. */
  readonly next?: Catalog;
};

/** Plans the catalogue that these documents, all of them, would be. With a fatal problem nothing is kept. */
export async function makePlan(
  documents: readonly GovernanceDocument[],
  { by, placeOf }: { readonly by: PersonId; readonly placeOf?: PlaceOf },
  { catalogs, plans, people, governance, clock, ids, digest }: PlanDeskDeps,
): Promise<Result<Planned, Undecidable>> {
  const current = await catalogs.current();
  const retired = await catalogs.retired();
  const plan = planCatalog(current, documents, { digest, retired, ...(placeOf === undefined ? {} : { placeOf }) });
  if (plan.problems.some(isFatal)) return ok({ plan });
  const now = clock.now();
  const held = holdChanges(plan.opensRequest, documents, { current, now });
  if (!held.ok) return held;
  const stuck = undecidableIn(held.value, by, {
    catalog: current,
    people: await people(),
    authors: await authorsIn(current, governance),
  });
  if (stuck !== undefined) return err(stuck);
  const next = resolveApplied(documents, { revision: current.revision + 1, digest, pins: current.pins });
  const made = { id: ids.next("P"), by, at: now, goodUntil: plus(now, GOOD_FOR), from: plan.from, held: held.value };
  return ok({ plan, next, proposal: await plans.keep({ ...made, state: "planned" }, next) });
}

/**
 * A change that its stages ask too few different people about: its plan would wait for ever. Under strict segregation
 * also one whose rules the maker of the plan wrote, or nobody knows who.
 */
function undecidableIn(held: readonly HeldChange[], by: PersonId, deciding: VoteAround): Undecidable | undefined {
  const pending = held.filter(({ state }) => state === "pending");
  for (const { kind, id, decisions } of pending) {
    const because = authorProblemOf(decisions, [by], deciding);
    if (because !== undefined) return refusedTo({ kind, id }, because, WRITTEN_BY_OTHERS);
  }
  const stuck = pending.find((change) => !canBeDecided({ by }, change, deciding));
  if (stuck === undefined) return undefined;
  const stages = stagesOf(stuck)
    .map((stage) => stageWords(stage))
    .join(", then ");
  const because = `it needs ${stages}, and there are not enough different people for that besides who asks${
    isStrict(deciding.catalog) ? " and who wrote the rule" : ""
  }`;
  return refusedTo(stuck, because, "Let somebody else make the plan");
}

const WRITTEN_BY_OTHERS = "Let somebody else make the plan, or let somebody else write and apply the rule";

const refusedTo = ({ kind, id }: Pick<HeldChange, "kind" | "id">, because: string, remedy: string): Undecidable => ({
  kind: "undecidable",
  document: { kind, id },
  refused: { kind: "refused", code: "denied", because, remedy },
});

export type NoSuchPlan = { readonly kind: "no-such-plan" };
export type TooOld = { readonly kind: "too-old" };
export type AppliedAlready = { readonly kind: "applied-already" };

/** Applies what applies at once, in one transaction; refused whole when the catalogue moved since the plan. */
export async function applyPlan(
  { id, by, reason }: { readonly id: string; readonly by: PersonId; readonly reason: ChangeReason },
  deps: PlanDeskDeps,
): Promise<Result<CatalogProposal, NoSuchPlan | TooOld | AppliedAlready | ReasonLacking | Moved | TooMany>> {
  const { catalogs, plans, clock, digest } = deps;
  const stored = await plans.find(id);
  if (stored === undefined) return err({ kind: "no-such-plan" });
  if (stored.value.state === "applied") return err({ kind: "applied-already" });
  if (clock.now() >= stored.value.goodUntil) return err({ kind: "too-old" });
  const current = await catalogs.current();
  if (current.revision !== stored.value.from) return err({ kind: "catalog-moved", revision: current.revision });
  const lacking = lackingReason(stored.value.held, reason, current.company.ticket);
  if (lacking !== undefined) return err(lacking);
  const { documents, appliesNow } = planCatalog(current, await plans.documents(stored.value), { digest });
  const next = resolveApplied(documents, { revision: current.revision + 1, digest, pins: current.pins });
  const held = stored.value.held.map((change) => opened(change, clock.now()));
  const value: CatalogProposal = { ...stored.value, state: "applied", held, reason };
  const event = { type: "catalog-plan.applied", by, data: { revision: next.revision, held: value.held.length } };
  const change = plans.change(stored, value, event);
  // With everything held, the catalogue stays at its revision.
  const saved =
    appliesNow.length === 0
      ? await catalogs.commit([change])
      : await catalogs.save(next, { by, author: value.by, with: [change] });
  return saved.ok ? ok(value) : saved;
}

export type NoSuchChange = { readonly kind: "no-such-change" };
export type StalePlan = { readonly kind: "stale"; readonly revision: number };

export type PlanVote = {
  readonly plan: string;
  readonly revision: number;
  readonly document: { readonly kind: string; readonly id: string };
  readonly by: PersonId;
  readonly outcome: "approved" | "rejected";
  readonly note: string;
};

export type NotDecided = NoSuchPlan | NoSuchChange | StalePlan | MayNotVote | Moved | TooMany;

/**
 * One person's decision on one held change. The last yes that was missing applies it, in the same
 * transaction. Where the rules became stricter since, nothing is decided: the change is held anew under
 * the rules of now, and everybody is asked again.
 */
export async function decidePlan(vote: PlanVote, deps: PlanDeskDeps): Promise<Result<CatalogProposal, NotDecided>> {
  const { catalogs, plans, clock, people, governance, digest } = deps;
  const stored = await plans.find(vote.plan);
  if (stored === undefined || stored.value.state !== "applied") return err({ kind: "no-such-plan" });
  if (stored.revision !== vote.revision) return err({ kind: "stale", revision: stored.revision });
  const held = stored.value.held.find(({ kind, id }) => kind === vote.document.kind && id === vote.document.id);
  if (held === undefined) return err({ kind: "no-such-change" });
  const catalog = await catalogs.current();
  const documents = await plans.documents(stored.value);
  const deciding: Deciding = { stored, held, vote, catalog, documents };
  if (held.state === "pending") {
    const anew = repinned(held, { catalog, documents, now: clock.now(), digest });
    if (!anew.ok) return err({ kind: "not-asked", because: anew.error.refused.because });
    if (anew.value !== undefined) return holdAnew(deciding, anew.value, deps);
  }
  const said = { by: vote.by, outcome: vote.outcome, note: vote.note, at: clock.now() };
  const next = voted({ proposal: stored.value, held }, said, {
    catalog,
    people: await people(),
    authors: await authorsIn(catalog, governance),
  });
  return next.ok ? settle(deciding, next.value, deps) : next;
}

type Deciding = {
  readonly stored: NonNullable<Awaited<ReturnType<CatalogPlanStore["find"]>>>;
  readonly held: HeldChange;
  readonly vote: PlanVote;
  readonly catalog: Catalog;
  readonly documents: readonly GovernanceDocument[];
};

const withHeld = ({ stored, held }: Deciding, next: HeldChange): CatalogProposal => ({
  ...stored.value,
  held: stored.value.held.map((each) => (each === held ? next : each)),
});

async function holdAnew(
  deciding: Deciding,
  next: HeldChange,
  { catalogs, plans }: PlanDeskDeps,
): Promise<Result<never, NotDecided>> {
  const { stored, vote, catalog } = deciding;
  const data = { kind: next.kind, document: next.id };
  const event = { type: "catalog-plan.held-anew", by: vote.by, data };
  const change = plans.change(stored, withHeld(deciding, next), event);
  const written = await catalogs.commit([change, unmoved(catalogs, catalog)]);
  return written.ok ? err({ kind: "stale", revision: stored.revision + 1 }) : written;
}

async function settle(
  deciding: Deciding,
  decided: HeldChange,
  { catalogs, plans, digest }: PlanDeskDeps,
): Promise<Result<CatalogProposal, Moved | TooMany>> {
  const { stored, vote, catalog, documents } = deciding;
  const { next, held } = applyHeld(catalog, { held: withHeld(deciding, decided).held, documents }, digest);
  const value: CatalogProposal = { ...stored.value, held: withoutWaiting(held) };
  const data = { kind: vote.document.kind, document: vote.document.id, applies: next !== undefined };
  const change = plans.change(stored, value, { type: `catalog-plan.${vote.outcome}`, by: vote.by, data });
  const written =
    next === undefined
      ? await catalogs.commit([change, unmoved(catalogs, catalog)])
      : await catalogs.save(next, { by: vote.by, author: value.by, with: [change] });
  return written.ok ? ok(value) : written;
}

/** What was judged by a catalogue counts only while that catalogue is in force. */
const unmoved = (catalogs: CatalogStore, catalog: Catalog): Change => ({
  writes: [catalogs.unchangedSince(catalog)],
});
