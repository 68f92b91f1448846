import type { ResourceState } from "#shared/policy/cloud.ts";
import type { MadeBy } from "#shared/policy/enforce/coverage.ts";
import type { FindCreator } from "#shared/policy/enforce/find-creator.ts";
import type { Governed } from "#shared/policy/enforce/governed.ts";
import type { Judgement } from "#shared/policy/judgement.ts";

type ToJudge = {
  readonly resource: ResourceState;
  readonly governed: Pick<Governed, "judge">;
  /** How it is found out who made it, where the resource does not say. */
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
  find,
}: ToJudge): Promise<{ readonly resource: ResourceState; readonly judgement: Judgement }> {
  const judgement = await governed.judge(resource);
  const isKnown = resource.creator !== undefined || resource.creatorUnread !== undefined;
  if (isKnown || !judgement.verdicts.some(({ is }) => is === "violating")) return { resource, judgement };
  const told = withMaker(resource, await find(resource));
  return { resource: told, judgement: await governed.judge(told) };
}

function withMaker(state: ResourceState, made: MadeBy | undefined): ResourceState {
  if (made?.is === "known") return { ...state, creator: made.principal };
  return { ...state, creatorUnread: made?.because ?? "nobody was asked yet" };
}
