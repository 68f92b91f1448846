/**
 * One rule of a bucket's lifecycle configuration, as far as it says how long something is kept.
 *
 * Source of all rules in this file: "Lifecycle configuration elements" and "How Amazon S3 handles conflicts
 * in lifecycle configurations" (AmazonS3/latest/userguide/intro-lifecycle-rules.html, lifecycle-conflicts.html).
 */
export type LifecycleRule = {
  /** Unique in its configuration. */
  readonly id: string;
  /** A disabled rule does nothing. */
  readonly enabled: boolean;
  /** Begins every key it is about; "" is the whole bucket. A plain text: `logs` is also about `logs-old/`. */
  readonly prefix: string;
  /** It asks for tags or sizes too: which objects have them, the configuration does not say. */
  readonly filtered: boolean;
  /**
   * By control (`s3.lifecycle.expiration`, …), whole days. `unclear`: on a date, or not for some number of newest
   * versions. No entry: the rule ends nothing of the kind.
   */
  readonly ends: Readonly<Record<string, number | "unclear">>;
};

/** The rule a setting is written in: its id, and the prefix it had, so that another rule of that id is not taken for it. */
export type RuleRef = { readonly id: string; readonly prefix: string };

/** The keys that begin with `prefix`, but those that begin with one of `without`. */
export type Region = { readonly prefix: string; readonly without: readonly string[] };

export const WHOLE_BUCKET: Region = Object.freeze({ prefix: "", without: [] });

/** A rule that ends what is in a region after a known number of days. */
export type Ending = RuleRef & { readonly days: number };

/**
 * How long S3 keeps what is in a region, in days; `Infinity` is for ever.
 *
 * Where rules overlap S3 honors the shorter expiration, key by key. So no key is kept longer than `longest`, and the
 * key that is the prefix itself is kept just so long; none goes before `shortest`, and some key does then.
 */
export type Lengths = {
  readonly shortest: number;
  readonly longest: number;
  /** Every rule that ends something here, whether it is about more than the region, all or a part of it. */
  readonly endings: readonly Ending[];
  /** A rule that may end some of it at a time that nobody can tell: what would suffice is then not known to. */
  readonly unclear?: RuleRef;
};

const isAbout = ({ prefix, without }: Region, rule: string): boolean =>
  prefix.startsWith(rule) || (rule.startsWith(prefix) && !without.some((each) => rule.startsWith(each)));

/** What a lifecycle configuration comes to in one region, for one control. */
export function lengthsIn(rules: readonly LifecycleRule[], control: string, region: Region): Lengths {
  const endings: Ending[] = [];
  let unclear: RuleRef | undefined;
  let [shortest, longest] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { id, prefix, enabled, filtered, ends } of rules) {
    const days = Object.hasOwn(ends, control) ? ends[control] : undefined;
    if (!enabled || days === undefined || !isAbout(region, prefix)) continue;
    if (filtered || days === "unclear") {
      unclear ??= { id, prefix };
      continue;
    }
    endings.push({ id, prefix, days });
    shortest = Math.min(shortest, days);
    if (region.prefix.startsWith(prefix)) longest = Math.min(longest, days);
  }
  return { shortest, longest, endings, ...(unclear === undefined ? {} : { unclear }) };
}

/**
 * The days of one rule; `unset` where there is no such rule, or it ends nothing of the kind.
 *
 * Undefined where a rule of that id is another one by now: about other keys, disabled, filtered, or by date.
 */
export function daysOfRule(
  rules: readonly LifecycleRule[],
  control: string,
  { id, prefix }: RuleRef,
): number | "unset" | undefined {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) return "unset";
  if (rule.prefix !== prefix || !rule.enabled || rule.filtered) return undefined;
  const days = Object.hasOwn(rule.ends, control) ? (rule.ends[control] ?? "unset") : "unset";
  return days === "unclear" ? undefined : days;
}

/** The configuration after one rule is set: a rule that is not there is made, one that ends nothing more is gone. */
export function withRuleDays(
  rules: readonly LifecycleRule[],
  control: string,
  set: { readonly rule: RuleRef; readonly days: number | "unset" },
): readonly LifecycleRule[] {
  const { rule, days } = set;
  if (!rules.some(({ id }) => id === rule.id))
    return days === "unset"
      ? rules
      : [...rules, { ...rule, enabled: true, filtered: false, ends: { [control]: days } }];
  return rules.flatMap((each) => {
    if (each.id !== rule.id) return [each];
    const { [control]: _, ...others } = each.ends;
    if (days !== "unset") return [{ ...each, ends: { ...others, [control]: days } }];
    return Object.keys(others).length === 0 ? [] : [{ ...each, ends: others }];
  });
}

const LONGEST_ID = 255;

/** A rule that is not there yet, for one control at one prefix. Its id says whose it is, and is no other rule's. */
export function newRule(rules: readonly LifecycleRule[], control: string, prefix: string): RuleRef {
  const taken = new Set(rules.map(({ id }) => id));
  const base = `tollgate-${control}${prefix === "" ? "" : `-${plain(prefix)}`}`.slice(0, LONGEST_ID - 5);
  for (let at = 1; ; at += 1) {
    const id = at === 1 ? base : `${base}-${at}`;
    if (!taken.has(id)) return { id, prefix };
  }
}

/** Letters that every tool shows, and no two prefixes alike. */
const plain = (prefix: string): string =>
  prefix.replaceAll(/[^A-Za-z0-9./-]/gu, (letter) => `_${letter.codePointAt(0)?.toString(16) ?? ""}_`);

/** For a reader: `the whole bucket`, `orders/`. */
export const prefixText = (prefix: string): string => (prefix === "" ? "the whole bucket" : prefix);
