import { type DayZeroMonth, takeDayZero } from "#shared/cost/day-zero/take-day-zero.ts";
import type { IngestDeps } from "#shared/cost/ingest.ts";
import type { SpendSource } from "#shared/cost/ports.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

export type CostExploreDeps = {
  /** Who pays, and what is told of it; absent where Cost Explorer is not to be asked. */
  readonly explorer?: { readonly account: string; readonly spend: SpendSource };
  readonly ingestDeps: IngestDeps;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** A month that is refused (a spent budget, an empty answer) is told of and waits for tomorrow; trying again would be paid for. */
export const makeHandler = ({ explorer, ingestDeps, log, metrics }: CostExploreDeps) =>
  scheduleHandler(async () => {
    if (explorer === undefined) {
      log.info("Cost Explorer is not asked", { outcome: "off" });
      return;
    }
    const { account, spend } = explorer;
    const deps = { ...ingestDeps, spend };
    for (const result of await takeDayZero({ account, by: "function:cost-explore" }, deps)) {
      say(result, { log, metrics });
    }
  });

function say(result: DayZeroMonth, { log, metrics }: Pick<CostExploreDeps, "log" | "metrics">): void {
  const { month, kind } = result;
  if (kind === "refused") log.warn("Cost Explorer was not taken in", { month, outcome: kind, message: result.message });
  else log.info("Cost Explorer was looked at", { month, outcome: kind });
  if (kind === "taken-in") metrics.say({ bill_rows: result.rows }, { import: result.import });
}
