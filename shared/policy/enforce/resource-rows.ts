import type { Finding } from "#shared/findings/finding.ts";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { tollgateFindingId } from "#shared/findings/tollgate-finding.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { KILL_SWITCH, type KillSwitch } from "#shared/policy/enforce/kill-switch.ts";
import type { Fence } from "#shared/policy/enforce/pending-resources.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { Judgement } from "#shared/policy/judgement.ts";
import type { Stored } from "#shared/storage/record.ts";

/**
 * The rows that a judgement of one resource stands on, as they were read or written last; undefined for a row that is
 * not there. Each of them may be another by now: what is written of them names their revisions.
 */
export type ResourceRows = {
  /** Read before the account was. */
  readonly fence: Fence;
  /** By id: those of its verdicts, and all of it that are not resolved. */
  readonly findings: ReadonlyMap<string, Stored<Finding> | undefined>;
  /** By policy, of those that may write. */
  readonly states: ReadonlyMap<string, Stored<PolicyState> | undefined>;
  /** Absent until it was read. */
  readonly kill?: { readonly stored: Stored<KillSwitch> | undefined };
  /** Whether all its findings that are not resolved are here. */
  readonly whole: boolean;
};

/** Nothing but the resource's own row. */
export const onlyFence = (fence: Fence): ResourceRows => ({
  fence,
  findings: new Map(),
  states: new Map(),
  whole: wasNeverJudged(fence),
});

/**
 * Whether no judgement ever made a finding of the resource: each is written with the resource's own row, which then is
 * its second state at least, or says so.
 */
export const wasNeverJudged = (fence: Fence): boolean =>
  fence === undefined || (fence.revision === 1 && fence.value.because !== "judged");

type Seen = { readonly resource: ResourceState; readonly judgement: Judgement };

/** What is known already, and what this judgement needs beside it, asked for at once. */
export async function rowsFor(seen: Seen, known: ResourceRows, deps: EnforceDeps): Promise<ResourceRows> {
  const { stores } = deps;
  const violating = seen.judgement.verdicts.filter(({ is }) => is === "violating");
  const policies = violating.filter(({ mode }) => mode === "enforce").map(({ policy }) => policy);
  const [standing, findings, states, kill] = await Promise.all([
    known.whole ? [] : standingOf(seen.resource, deps),
    lacking(findingIds(seen, deps), known.findings, stores.findings),
    lacking(policies, known.states, stores.policyStates),
    known.kill ?? (policies.length > 0 ? killOf(deps) : undefined),
  ]);
  return {
    fence: known.fence,
    // An index may be a moment old: what was read under its id counts.
    findings: new Map([...standing.map((each) => [each.value.id, each] as const), ...known.findings, ...findings]),
    states: new Map([...known.states, ...states]),
    ...(kill === undefined ? {} : { kill }),
    whole: true,
  };
}

const killOf = async ({ stores }: EnforceDeps) => ({ stored: await stores.killSwitch.find(KILL_SWITCH) });

const standingOf = ({ arn, type, name, account, region }: ResourceState, { stores }: EnforceDeps) =>
  stores.findings.ofResource({ resource: arn, about: { type, name, account, region } });

/** Of everything that is wrong with it, or could not be told. */
function findingIds({ resource: { arn }, judgement }: Seen, { digest }: EnforceDeps): readonly string[] {
  const unknown = judgement.verdicts.some(({ is }) => is === "unknown");
  return [
    ...judgement.verdicts
      .filter(({ is }) => is === "violating")
      .map(({ policy, rule }) => findingIdOf({ policy, rule, resource: arn }, digest)),
    ...(unknown ? [tollgateFindingId({ rule: "rule.undecided", about: arn }, digest)] : []),
  ];
}

async function lacking<Value>(
  ids: readonly string[],
  known: ReadonlyMap<string, Stored<Value> | undefined>,
  store: { readonly find: (id: string) => Promise<Stored<Value> | undefined> },
): Promise<readonly (readonly [string, Stored<Value> | undefined])[]> {
  const wanted = [...new Set(ids)].filter((id) => !known.has(id));
  return Promise.all(wanted.map(async (id) => [id, await store.find(id)] as const));
}
