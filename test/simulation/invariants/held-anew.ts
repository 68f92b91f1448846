import { stagesOf } from "#shared/catalog/held-asking.ts";
import type { HeldWorld, Step } from "#test/simulation/invariants/held.ts";
import { type Head, hashesOf } from "#test/simulation/invariants/moves.ts";
import type { Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

/** Owners, then security; a third where rules became stricter, and this is its place. */
const HEAD_OF_SECURITY = 2;

const asksHead = (decided: Step["is"]): boolean => stagesOf(decided)[HEAD_OF_SECURITY] !== undefined;

/** Whether the document that it would change is another than the one that it was held against. */
function hasMoved({ is: { kind, id, replaces, was } }: Step, rows: Rows): boolean {
  const now = hashesOf(rows.get("catalog", "head") as Head | undefined, rows);
  return now.get(`${kind}:${replaces ?? id}`) !== was;
}

const nameOf = ({ plan, is }: Step): string => `${is.kind}:${is.id} of plan ${plan.id}`;

/** Asked about anew: another round of a change that was asked about before. */
export const isAnew = ({ was, is }: Step): boolean =>
  was.asking !== undefined && is.asking !== undefined && is.asking.round > was.asking.round;

/**
 * Asked about anew: because rules are stricter, by those rules, by everybody from the first stage on, with nothing said
 * to them yet, and for no longer than before.
 */
export function checkHeldAnew(step: Step, { isStricter, met }: HeldWorld, say: Say): void {
  const { was, is } = step;
  const what = nameOf(step);
  if (was.state !== "pending" || is.state !== "pending") say(`held: ${what} is asked anew, and was ${was.state}`);
  if (is.votes.length > 0) say(`held: ${what} is asked anew, and keeps its votes`);
  if (!isStricter() || asksHead(was)) say(`held: ${what} is asked anew, by rules that are no stricter`);
  if (!asksHead(is)) say(`held: ${what} is asked anew, and not by the rules of now`);
  if (!beginsAnew(step)) say(`held: ${what} is asked anew, and its round does not begin`);
  met.add("a held change that was asked about anew, under stricter rules");
  if (was.votes.length > 0) met.add("a held change that lost votes when it was asked about anew");
}

/** The next round, begun while its write was made: nobody was reminded, and its first stage is asked. */
function beginsAnew({ was, is, at }: Step): boolean {
  const [before, now] = [was.asking, is.asking];
  if (before === undefined || now === undefined) return false;
  const { round, roundAt, stage, askedAt, reminded, escalated } = now;
  const isFresh = stage === 0 && askedAt === roundAt && reminded === 0 && escalated === undefined;
  return isFresh && round === before.round + 1 && roundAt >= before.roundAt && roundAt <= at;
}

/**
 * Nobody's word counts under rules that are looser than those in force at the very moment; where the document is another
 * by then, a word comes to nothing.
 */
export function checkRulesOfNow(step: Step, { rows, isStricter, met }: HeldWorld, say: Say): void {
  const { was, is } = step;
  if (isStricter() && !asksHead(was) && !hasMoved(step, rows))
    say(`held: a word on ${nameOf(step)} counts by rules that were made stricter`);
  if (is.state === "applied" && (is.asking?.round ?? 0) > 1)
    met.add("a held change that was applied after it was asked about anew");
}
