import { billsArrived } from "#shared/contracts/focus/bill-arrived.ts";
import type { Ingested } from "#shared/cost/commit-import.ts";
import { type IngestDeps, ingest } from "#shared/cost/ingest.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { PoisonMessage, queueHandler } from "#shared/runtime/queue.ts";

export type CostIngestDeps = {
  readonly ingestDeps: IngestDeps;
  readonly log: Log;
  readonly metrics: Metrics;
};

/**
 * A message from S3, or from our own code, to imports.
 *
 * A delivery that is refused fails its message: it will not become right by itself, so it ends in the
 * dead-letter queue, whose alarm and runbook say what to do. One that was taken in before is done.
 */
export const makeHandler = ({ ingestDeps, log, metrics }: CostIngestDeps) =>
  queueHandler(
    async (body) => {
      const arrived = billsArrived(body);
      if (arrived === undefined) {
        throw new PoisonMessage('Cannot read a message: it is no S3 event, and has no "names" of bills');
      }
      for (const delivery of arrived) {
        const result = await ingest({ ...delivery, by: "function:cost-ingest" }, ingestDeps);
        if (!result.ok) throw new PoisonMessage(result.error.message);
        say(result.value, { log, metrics });
      }
    },
    { log },
  );

function say(ingested: Ingested, { log, metrics }: Pick<CostIngestDeps, "log" | "metrics">): void {
  const { kind, import: made } = ingested;
  const replacedIn = kind === "unchanged" ? ingested.replacedIn.join(" ") : "";
  log.info("Bills arrived", { outcome: kind, import: made.id, source: made.source, rows: made.rows, replacedIn });
  if (kind === "taken-in") metrics.say({ bill_rows: made.rows }, { import: made.id });
}
