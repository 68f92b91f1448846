import { withinCapabilities } from "#infra/local/acting.ts";
import { localBus } from "#infra/local/bus.ts";
import { gated } from "#infra/local/gates.ts";
import { messageSink } from "#infra/local/message-sink.ts";
import type { Plane } from "#infra/local/plane.ts";
import type { Faults } from "#shared/adapters/local/sandbox/faults.ts";
import { openSandbox } from "#shared/adapters/local/sandbox/sandbox.ts";
import { sqliteSandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { type Connections, NO_CONNECTIONS } from "#shared/adapters/node/connections.ts";
import { logMetrics } from "#shared/adapters/node/log-metrics.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { Ids, Random } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { faultFields } from "#shared/runtime/log.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import type { Table } from "#shared/storage/table.ts";

export type PortParts = {
  readonly plane: Plane;
  readonly specs: readonly FunctionSpec[];
  readonly ids: Ids;
  readonly random: Random;
  readonly digest: Digest;
  /** When this plane began: no event is older. */
  readonly genesis: EpochMillis;
  readonly version: string;
  /** Folder of the blobs: ledgers of bills, files of reports. */
  readonly files: string;
  /** Webhooks that routes may name; none when absent. */
  readonly connections?: Connections;
  /** Where mail is put, and where its links lead; absent: mail is a line of the log. */
  readonly mail?: { readonly folder: string; readonly urlOf: (path: string) => string };
  readonly faults?: Faults;
  /** Where state is kept; in the plane's own file when absent. */
  readonly table?: Table;
  /** How long a new resource of the sandbox is not ready, by its type; ready at once when absent. */
  readonly readyAfter?: Readonly<Record<string, Millis>>;
};

/** Every port of every function, on the state file and the sandbox; each behind a gate for the simulator. */
export function portsOf({
  plane,
  specs,
  ids,
  random,
  digest,
  genesis,
  version,
  files,
  connections,
  mail,
  faults,
  table: kept,
  readyAfter,
}: PortParts) {
  const { clock, log, database } = plane;
  const table: Table = gated("table", withinCapabilities(kept ?? new SqliteTable(database)));
  const localEvents = localBus(specs, plane.queues);
  const bus = gated("bus", localEvents);
  const sandbox = openSandbox({
    store: sqliteSandboxStore(database),
    clock,
    ids,
    // The account sends it, whatever becomes of the caller: no gate of the caller's holds it back.
    emit: (record) =>
      void deliverRecord(localEvents, record).catch((fault: unknown) =>
        log.error("A record was lost", faultFields(fault)),
      ),
    ...(faults === undefined ? {} : { faults }),
    ...(readyAfter === undefined ? {} : { readyAfter }),
  });
  return platformPorts({
    clock,
    log,
    metrics: logMetrics(log),
    ids,
    random,
    digest,
    genesis,
    version,
    files,
    sink: gated(
      "messages",
      messageSink({
        connections: connections ?? NO_CONNECTIONS,
        clock,
        log,
        ...(mail === undefined ? {} : { mail }),
      }),
    ),
    table,
    bus,
    queues: gated("queues", plane.queues),
    oneShots: gated("oneShots", plane.oneShots),
    sandbox,
  });
}

export type Ports = ReturnType<typeof portsOf>;

/** A CloudTrail record as EventBridge delivers it: `s3.amazonaws.com` comes from `aws.s3`. */
const deliverRecord = (bus: Bus, record: JsonObject): Promise<void> =>
  bus.publish({
    id: String(record["eventID"]),
    source: `aws.${String(record["eventSource"]).replace(".amazonaws.com", "")}`,
    type: "AWS API Call via CloudTrail",
    detail: record,
  });
