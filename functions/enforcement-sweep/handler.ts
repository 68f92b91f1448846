import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** Every minute. What fails stays due and is taken up again. */
export const makeHandler = (deps: EnforceDeps & { readonly log: Log }) =>
  scheduleHandler(async () => {
    const resumed = await resumeDue(deps, (what, fault) =>
      deps.log.error("Could not take something up", { what, ...faultFields(fault) }),
    );
    if (resumed.pending + resumed.actions + resumed.findings > 0)
      deps.log.info("Taken up what was due", { ...resumed });
  });
