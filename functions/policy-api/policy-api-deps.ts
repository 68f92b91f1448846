import type { Account } from "#shared/catalog/documents/account.ts";
import type { Ids, PersonId } from "#shared/kernel/ids.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import type { PlanStore } from "#shared/policy/enforce/ports.ts";
import type { OrganizationStore } from "#shared/policy/enforce/watch-organization.ts";
import type { Queues } from "#shared/storage/messaging.ts";

/** What the routes of findings and policies need. */
export type PolicyApiDeps = EnforceDeps & {
  readonly plans: PlanStore;
  readonly ids: Ids;
  readonly queues: Queues;
  /** The organization as it was read last. */
  readonly organization: OrganizationStore;
  readonly documents: () => Promise<readonly Account[]>;
  /** Whether a person is of `team:orders`, as findings name their owner. */
  readonly isOf: (person: PersonId, owner: string) => Promise<boolean>;
};
