import { tollgateFindingId, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import { ENFORCEMENT, type EnforceDeps, findingWrite } from "#shared/policy/enforce/enforce-deps.ts";
import type { Force } from "#shared/policy/enforce/governed.ts";
import { capText, type PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { Stored } from "#shared/storage/record.ts";

type CapBreach = { readonly force: Force; readonly state: Stored<PolicyState>; readonly halted: PolicyState };

type Halted = { readonly kind: "halted"; readonly because: string };

/** A cap has no room for another write: the policy is halted, and a finding says so, in one transaction. */
export async function haltAtCap({ force, state, halted }: CapBreach, deps: EnforceDeps): Promise<Halted | "moved"> {
  const { stores, clock, digest } = deps;
  const { policy, team } = force;
  const because = halted.halt?.because ?? capText("day", 0);
  const sight = {
    rule: "policy.halted" as const,
    about: `policy/${policy}`,
    severity: "high" as const,
    why: `Policy ${policy} halted itself: ${because}. Nothing is half done`,
    owner: `team:${team}`,
    foundBy: "sweep" as const,
  };
  const stored = await stores.findings.find(tollgateFindingId(sight, digest));
  const opened = tollgateSeen(stored?.value, sight, { now: clock.now(), digest });
  const event = {
    type: "policy-state.halted",
    by: ENFORCEMENT,
    data: { policy, because, cap: halted.halt?.cap ?? "" },
  };
  const committed = await stores.commit([
    stores.policyStates.change(policy, state, { value: halted, event }),
    ...(opened === undefined ? [] : [findingWrite(stores, stored, opened)]),
  ]);
  return committed.ok ? { kind: "halted", because } : "moved";
}
