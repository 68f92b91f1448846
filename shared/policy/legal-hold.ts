import type { RetentionPolicy } from "#shared/catalog/documents/policy.ts";
import { wildcard } from "#shared/catalog/wildcard.ts";
import { type Tags, tagOf } from "#shared/policy/tag-proposal.ts";

/** Whether the tags put the resource under a legal hold; `unknown` where they could not be read. */
export type HoldTest = (tags: Tags | undefined) => "held" | "free" | "unknown";

/** A hold of any policy that may apply holds against all of them. */
export function holdOf(holds: readonly HoldTest[], tags: Tags | undefined): ReturnType<HoldTest> {
  let answer: "free" | "unknown" = "free";
  for (const hold of holds) {
    const each = hold(tags);
    if (each === "held") return each;
    if (each === "unknown") answer = each;
  }
  return answer;
}

/** Compiles a policy's legal hold: any one of its tags holds, `*` is any value. */
export function compileHold({ retention: { legalHold } }: RetentionPolicy): HoldTest {
  if (legalHold === undefined) return () => "free";
  const tests = Object.entries(legalHold.tag).map(([key, values]) => ({ key, patterns: values.map(wildcard) }));
  return (tags) => {
    if (tags === undefined) return "unknown";
    const held = tests.some(({ key, patterns }) => {
      const value = tagOf(tags, key);
      return value !== undefined && patterns.some((fits) => fits(value));
    });
    return held ? "held" : "free";
  };
}
