import type { Decided } from "#shared/catalog/decision.ts";
import type { Answer, Story } from "#test/simulation/acts/story.ts";
import { authorsOf } from "#test/simulation/invariants/authors.ts";
import { OPERATOR } from "#test/simulation/world/founders.ts";

type Asked = {
  readonly as: string;
  /** Who made the plan that it is about. */
  readonly maker?: string;
  /** What it is about, for the sentence. */
  readonly of: string;
  /** The rules that decided when the call was made, and when it was answered: which of them it looked at is not known. */
  readonly before: readonly Decided[];
  readonly after: readonly Decided[];
};

/** A word that is not taken for authorship is one of somebody who wrote a rule, or nobody knows who wrote it. */
export function refusedRightly(story: Story, { as, maker, of, before, after }: Asked, answer: Answer): void {
  if (answer.statusCode !== 403 || answer.body?.includes("segregation is strict") !== true) return;
  const { authorOf, say, met } = story;
  const authors = authorOf === undefined ? [] : authorsOf([...before, ...after], authorOf);
  const unknown = answer.body.includes("nobody knows who wrote the rule");
  const named = answer.body.includes("who made the plan wrote a rule") ? maker : as;
  if (!authors.includes(unknown ? undefined : named)) say(`segregation: ${as} may not decide on ${of}: ${answer.body}`);
  if (unknown) met.add("a word that was not taken, as nobody knows who wrote the rule");
  else if (as === OPERATOR) met.add("a word that was not taken, of who laid the rule as bootstrap operator");
}

/** The version of each rule of which it is said that nobody knows who wrote it. */
const UNKNOWN = /Nobody knows who wrote rule .*? of policy .*? \(version (\d+)\)/g;

/** What cannot even be asked for, as nobody knows who wrote the rule: then nobody does. */
export function refusedUnknown(story: Story, of: string, because: string): void {
  for (const [sentence, version] of because.matchAll(UNKNOWN)) {
    if (story.authorOf?.(Number(version)) !== undefined)
      story.say(`segregation: ${of} cannot be asked for: ${sentence}`);
    else story.met.add("what could not be asked for, as nobody knows who wrote the rule");
  }
}
