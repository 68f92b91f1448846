import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ActionChange } from "#shared/policy/enforce/action.ts";

/**
 * What enforcing would do with one resource that breaks the policy.
 *
 * - `change`: it would be written
 * - `patch`: managed as code; the finding carries the patch
 * - `exempt`: an exemption covers it
 * - `person`: nothing can be planned, or it may not be touched; `reason` says why
 */
export type PlanEntry = {
  readonly resource: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly will: "change" | "patch" | "exempt" | "person";
  readonly changes: readonly ActionChange[];
  readonly reason?: string;
};

/** Counts of a plan. `tags`, `raised` and `lowered` count settings, the others resources. */
export type PlanCounts = {
  readonly inScope: number;
  readonly change: number;
  readonly patch: number;
  readonly exempt: number;
  readonly person: number;
  readonly tags: number;
  readonly raised: number;
  readonly lowered: number;
  /** Resources, and whole types, that could not be read: with one of them the plan is no base for a promotion. */
  readonly unread: number;
};

/** What enforcing a policy would do, as it stood at one moment. Entries lie in pages beside it. */
export type Plan = {
  readonly id: string;
  readonly policy: string;
  readonly policyHash: string;
  readonly by: string;
  readonly at: EpochMillis;
  readonly counts: PlanCounts;
  readonly pages: number;
  /** What could not be read, in words; at most 20. */
  readonly unread: readonly string[];
};

export type PlanPage = { readonly plan: string; readonly page: number; readonly entries: readonly PlanEntry[] };

export const ENTRIES_PER_PAGE = 100;

export function countEntries(entries: readonly PlanEntry[], seen: { inScope: number; unread: number }): PlanCounts {
  const having = (will: PlanEntry["will"]): number => entries.filter((entry) => entry.will === will).length;
  const written = entries.filter(({ will }) => will === "change").flatMap(({ changes }) => changes);
  return {
    ...seen,
    change: having("change"),
    patch: having("patch"),
    exempt: having("exempt"),
    person: having("person"),
    tags: written.filter(({ change }) => change.set === "tag").length,
    raised: written.filter(({ direction }) => direction === "raise").length,
    lowered: written.filter(({ direction }) => direction === "lower").length,
  };
}

/**
 * `Enforcing would change 41 of 193 resources now: 38 tags, 3 raised, 0 lowered. 5 patch-only, 2 exempt, 1 for a person.`
 *
 * @param readOnly why the plane writes nothing, where it does not: then the plan says that it stays one
 */
export function planSentence(counts: PlanCounts, readOnly?: string): string {
  const { change, inScope, tags, raised, lowered, patch, exempt, person, unread } = counts;
  const noun = inScope === 1 ? "resource" : "resources";
  const does = `Enforcing would change ${grouped(change)} of ${grouped(inScope)} ${noun} now: ${grouped(tags)} ${tags === 1 ? "tag" : "tags"}, ${grouped(raised)} raised, ${grouped(lowered)} lowered.`;
  const not = `${grouped(patch)} patch-only, ${grouped(exempt)} exempt, ${grouped(person)} for a person.`;
  const waits = lowered > 0 ? " What lowers waits out its grace and its approvals." : "";
  const gap = unread > 0 ? ` ${grouped(unread)} could not be read, so this is not all.` : "";
  const stays = readOnly === undefined ? "" : ` Nothing will be written: ${readOnly}.`;
  return `${does} ${not}${waits}${gap}${stays}`;
}

const grouped = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ",");
