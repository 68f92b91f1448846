import { readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { observeRecord } from "#shared/policy/enforce/observe-record.ts";
import type { Log } from "#shared/runtime/log.ts";
import { eventHandler } from "#shared/runtime/queue.ts";

/** A CloudTrail record as EventBridge delivers it. Every one is counted, with its outcome and its reason. */
export const makeHandler = (deps: EnforceDeps & { readonly log: Log }) =>
  eventHandler(async (event) => {
    const { outcome, reason, resources } = await observeRecord(readCloudRecord(event.detail), deps);
    deps.log.info("A cloud event was observed", { event: event.id, outcome, reason, resources: resources.length });
  }, deps);
