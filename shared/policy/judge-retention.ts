import type { ResourceChange } from "#shared/policy/cloud.ts";
import type { JudgedResource, Unknown, Verdict, Violating } from "#shared/policy/judgement.ts";
import type { Frame, Standingly } from "#shared/policy/retention-frame.ts";
import { daysText, type Interval, lengthOf } from "#shared/policy/retention-interval.ts";
import type { RetentionProgram } from "#shared/policy/retention-program.ts";
import { type RetentionAim, type RetentionTarget, retentionTarget } from "#shared/policy/retention-target.ts";
import type { Owner, Standing } from "#shared/policy/standing.ts";

/** One rule within its frame; undefined: it is met, and nothing contradicts it. */
export function judgeRetention(
  self: Standingly,
  frame: Frame,
  read: { readonly retention: JudgedResource["retention"]; readonly legalHold: RetentionAim["legalHold"] },
): Verdict | undefined {
  const { program, standing } = self;
  const value = settingOf(read.retention, program);
  if (value === undefined) return unknownRule(program.owner, standing, `${program.control.id} could not be read`);
  const { own } = frame;
  if (own === undefined) return unknownRule(program.owner, standing, "how long its dataset is kept is not known");
  const length = lengthOf(value, program.control);
  if (length >= own.min && length <= own.max && !(value === "unset" && program.unset !== undefined)) {
    return frame.metInConflict;
  }
  return violation(self, { value, length, own, frame, legalHold: read.legalHold });
}

/** One length for the whole bucket says of a prefix only that nothing ends there, where nothing ends at all. */
function settingOf(
  retention: JudgedResource["retention"],
  { control, region }: RetentionProgram,
): number | "unset" | undefined {
  const value: unknown = retention[control.id];
  if (value === "unset") return value;
  if (region.prefix !== "") return undefined;
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function unknownRule(owner: Owner, { exempted }: Standing, because: string): Unknown {
  return { ...owner, is: "unknown", because, ...(exempted === undefined ? {} : { exempted }) };
}

type Found = {
  readonly value: number | "unset";
  readonly length: number;
  readonly own: Interval;
  readonly frame: Frame;
  readonly legalHold: RetentionAim["legalHold"];
};

function violation(self: Standingly, { value, length, own, frame, legalHold }: Found): Violating {
  const { control } = self.program;
  const { lowered: all, allText, undecided, unset } = frame;
  const target = retentionTarget({ control, value, length, own, all, allText, legalHold, undecided, unset });
  const found = value === "unset" ? `${control.id} is not set` : daysText(value);
  return violating(self, { frame, target, found }, (days) => [{ set: "retention", control: control.id, days }]);
}

/** A broken rule, with the changes that reach the target; none where it is exempt, or the target is held. */
export function violating(
  { program: { owner }, standing: { exempted } }: Standingly,
  { frame, target, found }: { readonly frame: Frame; readonly target: RetentionTarget; readonly found: string },
  changesTo: (days: number) => readonly ResourceChange[],
): Violating {
  const base = {
    policy: owner.policy,
    rule: owner.rule,
    mode: frame.metInConflict?.mode ?? owner.mode,
    is: "violating",
    found,
    wanted: frame.ownText,
    direction: target.direction,
    why: target.why,
  } as const;
  if (exempted !== undefined) return { ...base, plannedChanges: [], exempted };
  if (target.days === undefined) return { ...base, plannedChanges: [], held: target.held };
  return { ...base, plannedChanges: changesTo(target.days) };
}
