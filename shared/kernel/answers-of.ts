import { deepFrozen } from "#shared/kernel/deep-frozen.ts";

/** Answers that are kept of one owner; beyond it the oldest go. */
const MOST_ANSWERS = 200;

/**
 * Remembers what is worked out from something that never changes, such as a catalogue, by the question in words: asked
 * again, the answer is the same object, frozen to its last member. Good only where nothing but the owner and the
 * question counts. What throws is not remembered; an owner that nobody has any more is forgotten with its answers.
 */
export function answersOf<Owner extends object, Answer>(): (
  owner: Owner,
  question: string,
  work: () => Answer,
) => Answer {
  const kept = new WeakMap<Owner, Map<string, Answer>>();
  return (owner, question, work) => {
    const answers = kept.get(owner) ?? new Map<string, Answer>();
    kept.set(owner, answers);
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = deepFrozen(work());
    answers.set(question, answer);
    const [oldest] = answers.size > MOST_ANSWERS ? answers.keys() : [];
    if (oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}
