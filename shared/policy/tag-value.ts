import type { TagReference, TagRule } from "#shared/catalog/documents/policy.ts";
import type { Vocabulary } from "#shared/policy/facts.ts";

/** What a tag rule accepts as a value, and how it says so. */
export type TagValue = {
  readonly accepts: (value: string) => boolean;
  /** `a workload of the catalogue`, `one of "dev", "prod"` */
  readonly wanted: string;
};

const NAMES: Readonly<Record<TagReference, string>> = {
  workload: "a workload of the catalogue",
  dataset: "a dataset of the catalogue",
  team: "a team of the catalogue",
  "team.costCenter": "the cost center of a team",
  environment: "an environment of the company",
  classification: "a classification of the company",
};

/** Compiles what `refersTo`, `oneOf` and `pattern` ask; all of them hold, and none of them accepts any value but "". */
export function tagValue(rule: TagRule, vocabulary: Vocabulary): TagValue {
  const tests: ((value: string) => boolean)[] = [];
  const wanted: string[] = [];
  if (rule.refersTo !== undefined) {
    const known = vocabulary[rule.refersTo];
    tests.push((value) => known.has(value));
    wanted.push(NAMES[rule.refersTo]);
  }
  if (rule.oneOf !== undefined) {
    const allowed = new Set(rule.oneOf);
    tests.push((value) => allowed.has(value));
    wanted.push(`one of ${rule.oneOf.map((each) => `"${each}"`).join(", ")}`);
  }
  if (rule.pattern !== undefined) {
    const form = wholePattern(rule.pattern);
    tests.push(remembered((value) => form.test(value)));
    wanted.push(`a value like ${rule.pattern}`);
  }
  const [only, ...more] = tests;
  if (only === undefined) return { accepts: (value) => value !== "", wanted: "any value" };
  const accepts = more.length === 0 ? only : (value: string) => tests.every((test) => test(value));
  return { accepts, wanted: wanted.join(", and ") };
}

/**
 * A pattern over the whole text; `(?i)` in front ignores case.
 *
 * @throws SyntaxError on a pattern that the document contract would have refused
 */
const wholePattern = (source: string): RegExp => compiled(source, (body) => `^(?:${body})$`);

/** A pattern that may fit anywhere in the text. */
export const anywherePattern = (source: string): RegExp => compiled(source, (body) => body);

function compiled(source: string, around: (body: string) => string): RegExp {
  const ignoresCase = source.startsWith("(?i)");
  return new RegExp(around(ignoresCase ? source.slice(4) : source), ignoresCase ? "iu" : "u");
}

/** Keys and values repeat from resource to resource; this many are remembered per pattern, the rest tried each time. */
const MOST_REMEMBERED = 4_096;

/** The same answers, without asking a pattern twice. */
export function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = test(text);
    if (known.size < MOST_REMEMBERED) known.set(text, answer);
    return answer;
  };
}
