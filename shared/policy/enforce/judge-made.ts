import type { ResourceState } from "#shared/policy/cloud.ts";
import type { MadeBy } from "#shared/policy/enforce/coverage.ts";
import type { FindCreator } from "#shared/policy/enforce/find-creator.ts";
import type { Governed } from "#shared/policy/enforce/governed.ts";
import type { Judgement } from "#shared/policy/judgement.ts";

type ToJudge = {
  readonly resource: ResourceState;
  readonly governed: Pick<Governed, "judge">;
  /** Who made it, as far as was found out before. */
  readonly made?: { readonly by: MadeBy | undefined };
  /** How it is found out where neither says. */
  readonly find: FindCreator;
};

/**
 * All policies over one resource. Who made it matters to whose fault it is and to what it inherits, so it is only found
 * out of a resource that breaks a rule, which is then judged again by what came of it. Where nobody can say, nothing is
 * inherited from its creator, nor from any source that comes after: that would be a guess.
 */
export async function judgeMade({
  resource,
  governed,
  made,
  find,
}: ToJudge): Promise<{ readonly resource: ResourceState; readonly judgement: Judgement }> {
  const isKnown = resource.creator !== undefined || resource.creatorUnread !== undefined;
  if (made !== undefined && !isKnown) return judgedAs(withMaker(resource, made.by), governed);
  const judgement = await governed.judge(resource);
  if (isKnown || !judgement.verdicts.some(({ is }) => is === "violating")) return { resource, judgement };
  return judgedAs(withMaker(resource, await find(resource)), governed);
}

const judgedAs = async (resource: ResourceState, governed: Pick<Governed, "judge">) => ({
  resource,
  judgement: await governed.judge(resource),
});

function withMaker(state: ResourceState, made: MadeBy | undefined): ResourceState {
  if (made?.is === "known") return { ...state, creator: made.principal };
  return { ...state, creatorUnread: made?.because ?? "nobody was asked yet" };
}
