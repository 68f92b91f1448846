import type { OrganizationSource } from "#shared/catalog/organization.ts";
import { type WatchDeps, watchOrganization } from "#shared/policy/enforce/watch-organization.ts";
import type { Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

export type OrganizationReadDeps = WatchDeps & {
  /** Absent where nobody may read the organization. */
  readonly source?: OrganizationSource;
  readonly log: Log;
};

export const makeHandler = ({ source, log, ...deps }: OrganizationReadDeps) =>
  scheduleHandler(async () => {
    if (source === undefined) {
      log.info("The organization is not read", { outcome: "off" });
      return;
    }
    const watched = await watchOrganization(source, deps);
    if (watched.kind === "unreadable") log.warn("The organization could not be read", { outcome: watched.code });
    else log.info("The organization was read", { ...watched });
  });
