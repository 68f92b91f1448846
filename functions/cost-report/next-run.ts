import { Cron } from "croner";
import type { NextRun } from "#shared/cost/report/make-due-reports.ts";
import { epochMillis } from "#shared/kernel/time.ts";

/** By five-field cron in an IANA zone; a schedule that never comes round is undefined. */
export const nextRun: NextRun = ({ cron, zone }, after) => {
  const next = new Cron(cron, { timezone: zone, paused: true }).nextRun(new Date(after));
  return next === null ? undefined : epochMillis(next.getTime());
};
