import { type CopySealsDeps, copySeals } from "#shared/audit/copy-seals.ts";
import { type SealEventsDeps, sealEvents } from "#shared/audit/seal-events.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

export type AuditSealDeps = SealEventsDeps & CopySealsDeps & { readonly log: Log; readonly metrics: Metrics };

/** Seals what is due, then copies what is sealed; a lost run is made up by the next one. One that fails is counted, and fails. */
export const makeHandler = (deps: AuditSealDeps) =>
  scheduleHandler(async () => {
    try {
      const sealed = await sealEvents(deps);
      if (sealed > 0) deps.log.info("Events were sealed", { sealed });
      const copied = await copySeals(deps);
      if (copied > 0) deps.log.info("Seals were copied", { copied });
      deps.metrics.say({ events_sealed: sealed, seals_failed: 0 });
    } catch (fault) {
      deps.metrics.say({ seals_failed: 1 });
      throw fault;
    }
  });
