import type { DynamoDBRecord } from "aws-lambda";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Clock } from "#shared/kernel/time.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import { streamHandler } from "#shared/runtime/queue.ts";
import { causeOf } from "#shared/storage/cause.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { type Outgoing, publishOrKeep } from "#shared/storage/outbox.ts";
import type { Table } from "#shared/storage/table.ts";

type Deps = { readonly bus: Bus; readonly table: Table; readonly clock: Clock; readonly log: Log };

/**
 * Publishes each new event of the stream, all of a delivery at once. One record never holds up the rest: what the bus
 * does not take is stored and sent again by outbox-sweep; what cannot be read is logged as a fault of ours.
 */
export const makeHandler = (deps: Deps) =>
  streamHandler(async (event) => void (await Promise.all(event.Records.map((record) => publish(record, deps)))));

async function publish({ eventName, dynamodb }: DynamoDBRecord, deps: Deps): Promise<void> {
  const image = dynamodb?.NewImage;
  if (eventName !== "INSERT" || image?.["kind"]?.S !== "event") return;
  try {
    await publishOrKeep(outgoingOf(image), deps);
  } catch (fault) {
    deps.log.error("An event could not be published or kept", {
      sequenceNumber: dynamodb?.SequenceNumber ?? "",
      ...faultFields(fault),
    });
  }
}

/** The stored event, and what it was written for. */
function outgoingOf(image: { readonly [name: string]: { readonly S?: string } }): Outgoing {
  const stored = StoredEvent.parse(JSON.parse(image["body"]?.S ?? "null"));
  const { kind, id } = stored.aggregate;
  const cause = causeOf(image["cause"]?.S);
  const outgoing = { id: `${kind}:${id}:${stored.sequence}`, type: stored.type, detail: stored as JsonObject };
  return cause === undefined ? outgoing : { ...outgoing, cause };
}
