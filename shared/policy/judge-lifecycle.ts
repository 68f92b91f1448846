import type { ResourceChange } from "#shared/policy/cloud.ts";
import { unknownRule, violating } from "#shared/policy/judge-retention.ts";
import type { Verdict } from "#shared/policy/judgement.ts";
import {
  type Lengths,
  type LifecycleRule,
  lengthsIn,
  newRule,
  prefixText,
  type Region,
  type RuleRef,
} from "#shared/policy/lifecycle.ts";
import type { RetentionControl } from "#shared/policy/resource-types/resource-type.ts";
import type { Frame, Standingly } from "#shared/policy/retention-frame.ts";
import { daysText, type Interval, intervalText } from "#shared/policy/retention-interval.ts";
import { type RetentionAim, type RetentionTarget, retentionTarget } from "#shared/policy/retention-target.ts";

type Read = { readonly rules: readonly LifecycleRule[]; readonly legalHold: RetentionAim["legalHold"] };

/**
 * One rule of a policy on a bucket's lifecycle configuration; undefined: it is met, and nothing contradicts it.
 *
 * A rule that ends objects by tags, by sizes or on a date can only end more. So what is too short without it is too
 * short for certain; everything else that it may touch is unknown, never compliant. What ends too early is put
 * right first, because that is safe; what is kept too long is judged again when that is done.
 */
export function judgeLifecycle(self: Standingly, frame: Frame, read: Read): Verdict | undefined {
  const { program, standing } = self;
  const { own } = frame;
  if (own === undefined) return unknownRule(program.owner, standing, "how long its dataset is kept is not known");
  const lengths = lengthsIn(read.rules, program.control.id, program.region);
  if (lengths.shortest < own.min) return tooShort(self, { frame, own, lengths, read });
  if (lengths.unclear !== undefined) return unknownRule(program.owner, standing, unclearText(lengths.unclear));
  const isSet = lengths.longest < Number.POSITIVE_INFINITY;
  if (lengths.longest <= own.max && (isSet || program.unset === undefined)) return frame.metInConflict;
  return tooLong(self, { frame, own, lengths, read });
}

const unclearText = ({ id }: RuleRef): string =>
  `lifecycle rule "${id}" ends objects by tags, by sizes, on a date or but for some versions, and nobody can tell which`;

type Found = { readonly frame: Frame; readonly own: Interval; readonly lengths: Lengths; readonly read: Read };

/** Every rule that ends something too early gets longer; one that is about more than the region is not this policy's. */
function tooShort(self: Standingly, { frame, own, lengths, read }: Found): Verdict {
  const { control, region } = self.program;
  const { shortest, endings } = lengths;
  const { all, allText, undecided, unset } = frame;
  const { legalHold } = read;
  const given = { control: named(control, region), value: shortest, length: shortest, own, all, allText };
  const target = retentionTarget({ ...given, legalHold, undecided, unset });
  const { days = 0 } = target;
  const early = endings.filter((each) => each.days < days);
  const wider = early.find(({ prefix }) => !prefix.startsWith(region.prefix));
  const found = foundText(lengths, control);
  if (wider === undefined) return violating(self, { frame, target, found }, () => early.map(setting(control, days)));
  const why = `${target.why}; but lifecycle rule "${wider.id}" is about ${prefixText(wider.prefix)}, and of two rules S3 takes the shorter`;
  return violating(self, { frame, target: heldAs(target, why), found }, () => []);
}

/** The rule at the region's own prefix ends it earlier, or a new one does. */
function tooLong(self: Standingly, { frame, own, lengths, read }: Found): Verdict {
  const { control, region } = self.program;
  const { lowered: all, undecided, unset } = frame;
  const { longest } = lengths;
  const { legalHold } = read;
  const value = longest === Number.POSITIVE_INFINITY ? ("unset" as const) : longest;
  const given = { control: named(control, region), value, length: longest, own, all, allText: intervalText(all) };
  const target = retentionTarget({ ...given, legalHold, undecided, unset });
  const found = foundText(lengths, control);
  if (region.without.length > 0 && target.days !== undefined) {
    const why = `${target.why}; but S3 has no rule for all but ${region.without.join(" and ")}`;
    return violating(self, { frame, target: heldAs(target, why), found }, () => []);
  }
  const there = lengths.endings.filter(({ prefix }) => prefix === region.prefix).toSorted((a, b) => a.days - b.days)[0];
  const rule = there ?? newRule(read.rules, control.id, region.prefix);
  return violating(self, { frame, target, found }, (days) => [setting(control, days)(rule)]);
}

const heldAs = ({ direction }: RetentionTarget, why: string): RetentionTarget => ({
  direction,
  held: "not-separable",
  why,
});

const setting =
  (control: RetentionControl, days: number) =>
  ({ id, prefix }: RuleRef): ResourceChange => ({ set: "retention", control: control.id, days, rule: { id, prefix } });

/** In messages a control is that of its prefix. */
const named = (control: RetentionControl, { prefix }: Region): RetentionControl =>
  prefix === "" ? control : { ...control, id: `${control.id} of ${prefix}` };

function foundText({ shortest, longest }: Lengths, control: RetentionControl): string {
  if (shortest === longest)
    return longest === Number.POSITIVE_INFINITY ? `${control.id} is not set` : daysText(longest);
  return `some of it ${daysText(shortest)}, ${longest === Number.POSITIVE_INFINITY ? "the rest for ever" : `the rest ${daysText(longest)}`}`;
}
