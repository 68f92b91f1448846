import type { Direction, Held } from "#shared/policy/judgement.ts";
import type { RetentionControl } from "#shared/policy/resource-types/resource-type.ts";
import { daysText, type Interval, isEmpty, offeredFrom, offeredUpTo } from "#shared/policy/retention-interval.ts";

/** A setting that breaks a rule, and all that decides what it may become. */
export type RetentionAim = {
  readonly control: RetentionControl;
  readonly value: number | "unset";
  /** `value` in days; `Infinity` is for ever. */
  readonly length: number;
  /** What the broken rule allows, and what all rules together allow. */
  readonly own: Interval;
  readonly all: Interval;
  readonly allText: string;
  /** Days to set where nothing is set. */
  readonly unset: number | undefined;
  /** Asked only where something would be lowered. */
  readonly legalHold: () => "held" | "free" | "unknown";
  /** A rule may bind that is not known to. */
  readonly undecided: boolean;
};

export type RetentionTarget = { readonly direction: Direction; readonly why: string } & (
  | { readonly days: number }
  | { readonly days?: undefined; readonly held: Held }
);

/**
 * What the setting should become: the nearest length AWS offers that every rule accepts.
 *
 * Raising is safe. Lowering destroys data, so nothing may stand against it: no legal hold, no rule or
 * exemption that is not known to apply or not.
 */
export function retentionTarget(aim: RetentionAim): RetentionTarget {
  const direction = directionOf(aim);
  if (isEmpty(aim.all)) return { direction, held: "conflict", why: "policies leave no length that all of them accept" };
  const days = daysFor(aim, direction);
  if (days === undefined) {
    const why = `${aim.control.id} has no value that AWS offers within ${aim.allText}`;
    return { direction, held: "not-offered", why };
  }
  const held = direction === "lower" ? heldLowering(aim) : undefined;
  if (held !== undefined) return { direction, ...held };
  return { direction, days, why: whyOf(aim, { direction, days }) };
}

/** Shorter than the minimum is raised, longer than the maximum lowered; unset follows what unset means. */
function directionOf({ control, value, length, own, unset }: RetentionAim): Direction {
  if (length < own.min) return "raise";
  if (length > own.max) return "lower";
  if (value === "unset" && unset !== undefined) return control.unset === "forever" ? "lower" : "raise";
  return "none";
}

function daysFor(aim: RetentionAim, direction: Direction): number | undefined {
  const { control, value, length, all, unset } = aim;
  if (value === "unset" && unset !== undefined) {
    return offeredFrom(control.offered, unset, all) ?? offeredUpTo(control.offered, unset, all);
  }
  return direction === "raise" ? offeredFrom(control.offered, length, all) : offeredUpTo(control.offered, length, all);
}

function heldLowering(aim: RetentionAim): { readonly held: Held; readonly why: string } | undefined {
  const hold = aim.legalHold();
  if (hold === "held") return { held: "legal-hold", why: "a legal hold keeps it, whatever the maximum" };
  if (hold === "unknown") {
    return { held: "undecided", why: "its tags could not be read, and one of them may be a legal hold" };
  }
  if (aim.undecided) return { held: "undecided", why: "a policy that may want it kept longer is not known to apply" };
  return undefined;
}

const whyOf = (
  aim: RetentionAim,
  { direction, days }: { readonly direction: Direction; readonly days: number },
): string =>
  direction === "lower"
    ? `${foundText(aim)}; policies allow ${aim.allText}; on lowering to ${daysText(days)}, ${aim.control.lowering}`
    : `${foundText(aim)}; policies allow ${aim.allText}, and ${daysText(days)} is the nearest that AWS offers`;

/** What is wrong in numbers, before what would be right. */
function foundText({ control, value }: RetentionAim): string {
  if (value !== "unset") return `${control.id} is ${daysText(value)}`;
  return control.unset === "forever" ? `${control.id} is not set, so it is kept for ever` : `${control.id} is not set`;
}
