import type { GrantCloud, SessionCredentials } from "#shared/access/cloud.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import type { GrantId, PersonId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";

export type NoCredentials =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-yours" }
  | { readonly kind: "not-active" }
  | { readonly kind: "not-live"; readonly state: string; readonly expiresAt?: EpochMillis }
  | { readonly kind: "unavailable"; readonly message: string };

/**
 * Short credentials for the person's role, only while the grant's row, read just now, is ACTIVE and its
 * end has not come. The session may outlive the grant; the policy does not.
 */
export async function issueCredentials(
  { grant: id, person }: { readonly grant: GrantId; readonly person: PersonId },
  deps: {
    readonly store: AccessStore;
    readonly governance: Governance;
    readonly cloud: Pick<GrantCloud, "issueCredentials">;
    readonly clock: Clock;
  },
): Promise<Result<SessionCredentials, NoCredentials>> {
  const stored = await deps.store.grant(id);
  if (stored === undefined) return err({ kind: "not-found" });
  const grant = stored.value;
  if (grant.role.person !== person) return err({ kind: "not-yours" });
  const directory = await deps.governance.person(person);
  if (directory.person?.active !== true) return err({ kind: "not-active" });
  if (grant.state !== "ACTIVE" || deps.clock.now() >= grant.expiresAt) {
    return err({
      kind: "not-live",
      state: grant.state,
      ...("expiresAt" in grant ? { expiresAt: grant.expiresAt } : {}),
    });
  }
  const session = await deps.cloud.issueCredentials(grant.role, { grant: grant.id, until: grant.expiresAt });
  return session.kind === "read" ? ok(session.value) : err({ kind: "unavailable", message: session.message });
}
