import { type Reconciled, reconcile } from "#shared/access/reconcile.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { orphanStoreOn } from "#shared/storage/orphan-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { digest } from "#test/support/access/grant-world.ts";
import type { RequestWorld } from "#test/support/access/request-world.ts";

/** One pass of the reconciler over the production account. */
export const reconcileNow = ({ deps, table, clock }: RequestWorld): Promise<Reconciled> =>
  reconcile(accountNumber("111122223333"), { ...deps, orphans: orphanStoreOn(recordsOn(table, { clock, digest })) });
