import type { ResourceChange } from "#shared/policy/cloud.ts";
import type { Held, Verdict, Violating } from "#shared/policy/judgement.ts";
import { countTags } from "#shared/policy/tag-check.ts";
import { type Tags, tagOf } from "#shared/policy/tag-proposal.ts";

type TagChange = Extract<ResourceChange, { set: "tag" }>;

/**
 * Holds the tag writes that cannot all be made: two policies that want different values of one key
 * (both then only notify), and keys past the limit, which go to the first rules in order of policy and path.
 *
 * Nothing is ever removed to make room (the 51st tag).
 */
export function settleTags(
  verdicts: readonly Verdict[],
  { tags, mostTags }: { readonly tags: Tags; readonly mostTags: number },
): readonly Verdict[] {
  const disputed = disputedKeys(verdicts);
  let room = mostTags - countTags(tags);
  const given = new Set<string>();
  return verdicts.map((verdict) => {
    const change = tagChange(verdict);
    if (change === undefined) return verdict;
    if (disputed.has(change.key)) return conflicting(verdict, change.key);
    if (tagOf(tags, change.key) !== undefined || given.has(change.key)) return verdict;
    if (room <= 0) return hold(verdict, "tag-limit", `it has no room: at most ${mostTags} tags`);
    room -= 1;
    given.add(change.key);
    return verdict;
  });
}

function tagChange(verdict: Verdict): TagChange | undefined {
  const change = verdict.is === "violating" ? verdict.plannedChanges[0] : undefined;
  return change?.set === "tag" ? change : undefined;
}

function disputedKeys(verdicts: readonly Verdict[]): ReadonlySet<string> {
  const wanted = new Map<string, string | undefined>();
  const disputed = new Set<string>();
  for (const change of verdicts.map(tagChange)) {
    if (change === undefined) continue;
    if (wanted.has(change.key) && wanted.get(change.key) !== change.value) disputed.add(change.key);
    wanted.set(change.key, change.value);
  }
  return disputed;
}

function conflicting(verdict: Verdict, key: string): Verdict {
  const mode = verdict.mode === "enforce" ? "notify" : verdict.mode;
  return { ...hold(verdict, "conflict", `another policy wants another ${key}`), mode };
}

function hold(verdict: Verdict, held: Held, why: string): Verdict {
  return verdict.is === "violating" ? ({ ...verdict, plannedChanges: [], held, why } satisfies Violating) : verdict;
}
