import type { Who } from "#shared/catalog/documents/who.ts";
import { type EpochMillis, type Millis, plus } from "#shared/kernel/time.ts";

/** Nobody decided a stage in time. `widens`: whom `to` means is asked as well; else it named nobody to add. */
export type Escalation = { readonly at: EpochMillis; readonly to: Who; readonly widens: boolean };

/** What something that nobody decides asks for next. */
export type Prompt =
  | { readonly kind: "remind"; readonly at: EpochMillis }
  | { readonly kind: "escalate"; readonly at: EpochMillis; readonly to: Who };

/** Something that waits for people: since when, and what its policies say of silence. */
export type Silent = {
  /** When the present round began, and when its present stage began to be asked. */
  readonly roundAt: EpochMillis;
  readonly askedAt: EpochMillis;
  /** Undecided at this moment it ends. */
  readonly lapsesAt: EpochMillis;
  /** So many of the round's reminders are behind it. */
  readonly reminded: number;
  /** Of all its policies, in any order. */
  readonly remind: readonly Millis[];
  /** Of the present stage; absent too once the round was escalated. */
  readonly escalate?: { readonly after: Millis; readonly to: Who };
};

/**
 * The next reminder or escalation, whichever comes first; undefined when none comes before the lapse.
 *
 * Reminders count from the beginning of the round, since they are about the time that is left to decide. The
 * escalation counts from when the present stage began to be asked, since it is about people who do not answer;
 * it comes once in a round.
 */
export function promptAfter(silent: Silent): Prompt | undefined {
  const next = momentsOf(silent)[silent.reminded];
  const { escalate, askedAt, roundAt, lapsesAt } = silent;
  const prompts: readonly Prompt[] = [
    ...(next === undefined ? [] : [{ kind: "remind", at: plus(roundAt, next) } as const]),
    ...(escalate === undefined
      ? []
      : [{ kind: "escalate", at: plus(askedAt, escalate.after), to: escalate.to } as const]),
  ];
  return prompts.filter(({ at }) => at < lapsesAt).toSorted((one, other) => one.at - other.at)[0];
}

/** How many reminders are behind it at `now`: those whose moments passed unseen are one reminder. */
export const remindersBy = (silent: Pick<Silent, "remind" | "roundAt">, now: EpochMillis): number =>
  momentsOf(silent).filter((after) => plus(silent.roundAt, after) <= now).length;

/** Of all policies together: it is reminded of once at a moment. */
const momentsOf = ({ remind }: Pick<Silent, "remind">): readonly Millis[] =>
  [...new Set(remind)].toSorted((one, other) => one - other);
