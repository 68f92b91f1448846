import type { Finding } from "#shared/findings/finding.ts";
import { acknowledged } from "#shared/findings/finding-change.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { type EnforceDeps, findingWrite, withRetries } from "#shared/policy/enforce/enforce-deps.ts";

/** Somebody has a finding in hand; undefined where it is not open. Said twice by anybody: it stays as it was. */
export const acknowledge = (
  { id, by }: { readonly id: string; readonly by: PersonId },
  { stores, clock }: Pick<EnforceDeps, "stores" | "clock">,
): Promise<Finding | undefined> =>
  withRetries(async () => {
    const stored = await stores.findings.find(id);
    if (stored === undefined) return undefined;
    if (stored.value.state === "ACKNOWLEDGED") return stored.value;
    const change = acknowledged(stored.value, by, clock.now());
    if (change === undefined) return undefined;
    return (await stores.commit([findingWrite(stores, stored, { ...change, by })])).ok ? change.finding : "moved";
  });
