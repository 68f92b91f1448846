import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";

/** Figures as plain lines of the log, for a host without CloudWatch. */
export const logMetrics = (log: Log): Metrics => ({
  say: (figures, about = {}) => log.info("Figures", { ...about, ...figures }),
});
