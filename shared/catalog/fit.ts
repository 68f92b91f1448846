import type { AccessLevel, Amount, Danger, DurationRange, Severity } from "#shared/catalog/documents/document.ts";
import type { ChangeKind, Clause, Criteria, RequestKind, Selector } from "#shared/catalog/documents/selector.ts";
import { wildcard } from "#shared/catalog/wildcard.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** A fact: absent when nobody knows it, null when there is none (the resource is in no dataset). */
type Fact<Value> = Value | null | undefined;

/**
 * What a selector is asked about: a resource, a bill row, a request or a finding, as one bag of facts.
 *
 * A criterion about an absent fact is `unknown`, about a null fact it does not fit.
 */
export type Subject = {
  readonly arn?: Fact<string>;
  readonly name?: Fact<string>;
  readonly type?: Fact<string>;
  /** The id of the Account document. */
  readonly account?: Fact<string>;
  readonly ou?: Fact<string>;
  readonly region?: Fact<string>;
  readonly tags?: Fact<{ readonly [key: string]: string | undefined }>;
  /** Columns of a bill row by FOCUS name. */
  readonly billing?: Fact<{ readonly [column: string]: string | null | undefined }>;
  readonly team?: Fact<string>;
  readonly dataset?: Fact<string>;
  readonly workload?: Fact<string>;
  readonly environment?: Fact<string>;
  readonly tier?: Fact<number>;
  readonly classification?: Fact<string>;
  readonly labels?: Fact<readonly string[]>;
  readonly request?: Fact<RequestKind>;
  readonly access?: Fact<AccessLevel>;
  readonly template?: Fact<string>;
  readonly danger?: Fact<Danger>;
  readonly change?: Fact<ChangeKind>;
  readonly duration?: Fact<Millis>;
  readonly estimate?: Fact<Amount>;
  /** Calendars whose hours it is now. */
  readonly hours?: Fact<readonly string[]>;
  /** Calendars whose rota the person is on now. */
  readonly oncall?: Fact<readonly string[]>;
  readonly finding?: Fact<string>;
  readonly severity?: Fact<Severity>;
  readonly policy?: Fact<string>;
};

/** `unknown`: a fact is missing that would settle it. Each caller takes the safe side. */
export type Fit = "fits" | "no" | "unknown";

type Test = (subject: Subject) => Fit;

const fitOf = (holds: boolean): Fit => (holds ? "fits" : "no");

/** Compiles a selector, once per catalogue; absent fits everything, an empty list nothing. */
export function compileSelector(selector: Selector | undefined): Test {
  if (selector === undefined) return () => "fits";
  const clauses = selector.map(compileClause);
  return (subject) => anyOf(clauses, subject);
}

/** Compiles one map of a selector: keys are "and", `except` is "and not". */
export function compileClause({ except = [], ...criteria }: Clause): Test {
  const tests = testsOf(criteria);
  const excluded = except.map((each) => testsOf(each));
  return (subject) => {
    let result = allOf(tests, subject);
    for (const each of excluded) {
      if (result === "no") return result;
      const inside = allOf(each, subject);
      if (inside === "fits") return "no";
      if (inside === "unknown") result = "unknown";
    }
    return result;
  };
}

/** Judges a selector that is used once. */
export const fits = (selector: Selector | undefined, subject: Subject): Fit => compileSelector(selector)(subject);

function allOf(tests: readonly Test[], subject: Subject): Fit {
  let result: Fit = "fits";
  for (const test of tests) {
    const each = test(subject);
    if (each === "no") return "no";
    if (each === "unknown") result = "unknown";
  }
  return result;
}

function anyOf(tests: readonly Test[], subject: Subject): Fit {
  let result: Fit = "no";
  for (const test of tests) {
    const each = test(subject);
    if (each === "fits") return "fits";
    if (each === "unknown") result = "unknown";
  }
  return result;
}

function testsOf(criteria: Criteria): readonly Test[] {
  return (Object.keys(criteria) as (keyof Criteria)[])
    .filter((key) => criteria[key] !== undefined)
    .map((key) => testOf(key, criteria));
}

function testOf(key: keyof Criteria, criteria: Criteria): Test {
  switch (key) {
    case "tag":
      return mapTest(criteria.tag ?? {}, (subject) => subject.tags);
    case "billing":
      return mapTest(criteria.billing ?? {}, (subject) => subject.billing);
    case "ou":
      return factTest(
        (subject) => subject.ou,
        (ou) => (criteria.ou ?? []).some((top) => isBelow(ou, top)),
      );
    case "duration":
      return factTest(
        (subject) => subject.duration,
        (length) => inRange(length, criteria.duration ?? {}),
      );
    case "estimate":
      return estimateTest(criteria.estimate ?? {});
    case "tier":
      return factTest(
        (subject) => subject.tier,
        (tier) => (criteria.tier ?? []).some((each) => each === tier),
      );
    case "labels":
    case "hours":
    case "oncall": {
      const wanted = criteria[key] ?? [];
      return factTest(
        (subject) => subject[key],
        (found) => found.some((each) => wanted.includes(each)),
      );
    }
    default: {
      const patterns = (criteria[key] ?? []).map(wildcard);
      return factTest(
        (subject) => subject[key],
        (text) => patterns.some((matches) => matches(text)),
      );
    }
  }
}

function factTest<Value>(read: (subject: Subject) => Fact<Value>, holds: (value: Value) => boolean): Test {
  return (subject) => {
    const value = read(subject);
    if (value === undefined) return "unknown";
    return value === null ? "no" : fitOf(holds(value));
  };
}

type Texts = { readonly [key: string]: string | null | undefined };

function mapTest(wanted: { readonly [key: string]: readonly string[] }, read: (subject: Subject) => Fact<Texts>): Test {
  const tests = Object.entries(wanted).map(([key, values]) => ({ key, patterns: values.map(wildcard) }));
  return factTest(read, (found) =>
    tests.every(({ key, patterns }) => {
      const value = Object.hasOwn(found, key) ? found[key] : undefined;
      return typeof value === "string" && patterns.some((matches) => matches(value));
    }),
  );
}

function estimateTest({ min, max }: { readonly min?: Amount; readonly max?: Amount }): Test {
  return (subject) => {
    const estimate = subject.estimate;
    if (estimate === undefined) return "unknown";
    if (estimate === null) return "no";
    const comparable = [min, max].every((end) => end === undefined || end.currency === estimate.currency);
    if (!comparable) return "unknown";
    return fitOf(
      (min === undefined || estimate.money >= min.money) && (max === undefined || estimate.money <= max.money),
    );
  };
}

const inRange = (length: Millis, { min, max }: DurationRange): boolean =>
  (min === undefined || length >= min) && (max === undefined || length <= max);

const isBelow = (ou: string, top: string): boolean => ou === top || ou.startsWith(top.endsWith("/") ? top : `${top}/`);
