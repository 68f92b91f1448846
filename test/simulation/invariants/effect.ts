import { type AccessRequest, isRunning } from "#shared/access/access-request.ts";
import { type Grant, isBegun } from "#shared/access/grant.ts";
import type { CloudCall, Fault } from "#shared/adapters/local/sandbox/faults.ts";
import { type Finding, isOpen } from "#shared/findings/finding.ts";
import type { Action } from "#shared/policy/enforce/action.ts";
import { ATTEMPTS, GONE } from "#shared/policy/enforce/action-outcome.ts";
import type { Case } from "#test/simulation/acts/cases.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

/** What the account makes of a write that it accepts: a journey that never met it proves nothing of read-backs. */
export function noteAccepted({ operation }: CloudCall, fault: Fault | undefined, met: Set<Case>): void {
  if (fault?.kind === "accepted-late") met.add("a write that was accepted, and took effect late");
  if (fault?.kind !== "accepted-in-vain") return;
  if (operation === "iam:PutRolePolicy") met.add("access that was put in vain");
  else if (operation === "iam:DeleteRolePolicy") met.add("access that was taken back in vain");
  else if (!operation.startsWith("iam:")) met.add("a resource that was written in vain");
}

export type EffectWorld = { readonly rows: Rows; readonly met: Set<Case> };

/** What took no effect is tried for a bounded time, and is told in the end: by a finding, or by the state of its row. */
export function checkEffects(changes: readonly RowChange[], world: EffectWorld, say: Say): void {
  for (const change of changes) {
    if (change.kind === "action") checkAction(change, { ...world, changes }, say);
    if (change.kind === "access-request") checkRequest(change, world, say);
    if (change.kind === "grant") noteGrant(change.after as Grant, world);
  }
}

/** Workers die over it, and somebody may change it at each look: so more than its own attempts, and not many more. */
const MOST_ATTEMPTS = 2 * ATTEMPTS;

type Among = EffectWorld & { readonly changes: readonly RowChange[] };

function checkAction({ before, after }: RowChange, { rows, changes, met }: Among, say: Say): void {
  const [was, is] = [before as Action | undefined, after as Action];
  if ("attempts" in is && is.attempts > MOST_ATTEMPTS) say(`effect: action ${is.id} is tried ${is.attempts} times`);
  if (is.state !== "FAILED" || was?.state === "FAILED" || is.because === GONE) return;
  if (is.because.startsWith("accepted, but read back")) met.add("a write of which nothing came, and that was told");
  // Closed by a promotion meanwhile, perhaps: then it was said all the same.
  const findings = [
    ...rows.ofKind("finding"),
    ...changes.flatMap(({ kind, after: row }) => (kind === "finding" ? [row] : [])),
  ];
  if (!(findings as readonly Finding[]).some((each) => isToldBy(each, is)))
    say(`effect: action ${is.id} of ${is.policy} failed, and no finding says so`);
}

const isToldBy = (finding: Finding, { policy }: Action): boolean =>
  finding.rule === "action.without-effect" && finding.resource === `tollgate:policy/${policy}` && isOpen(finding);

function checkRequest({ before, after }: RowChange, { rows, met }: EffectWorld, say: Say): void {
  const [was, is] = [before as AccessRequest | undefined, after as AccessRequest];
  if (was === undefined || !isRunning(was) || (is.state !== "ENDED" && is.state !== "FAILED")) return;
  const grants = is.grants.map((id) => rows.get("grant", id) as Grant | undefined);
  const worked = grants.some((grant) => grant !== undefined && isBegun(grant) && grant.confirmedAt !== undefined);
  if (is.state === "ENDED" && !worked) say(`effect: request ${is.id} is ENDED, and nobody ever saw its access`);
  const tried = grants.some((grant) => grant !== undefined && "reason" in grant && grant.reason === "expired");
  if (is.state === "FAILED" && tried) met.add("a request that failed, as nobody ever saw its access");
}

function noteGrant(is: Grant, { met }: EffectWorld): void {
  if (is.state === "REVOKE_RETRY" && is.problem?.code === "still-there")
    met.add("access that was to be gone, and was still there");
}
