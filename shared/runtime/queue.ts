import middy from "@middy/core";
import type { DynamoDBStreamEvent, EventBridgeEvent, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { JsonObject } from "#shared/kernel/json.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import { type Cause, causeAmong, causedBy, causeOf, isXray } from "#shared/storage/cause.ts";

/**
 * A message that will never be understood, however often it comes: it is logged, counted and put
 * aside in the dead-letter queue by failing it, while everything behind it flows on.
 */
export class PoisonMessage extends Error {
  override readonly name = "PoisonMessage";
}

/**
 * A queue's Lambda handler: each message on its own, failures reported one by one (partial batch
 * response), so that one bad message never holds back or repeats the others.
 */
export function queueHandler(handle: (body: unknown) => Promise<void>, { log }: { readonly log: Log }) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event) => {
    const failed: Failure[] = [];
    for (const record of event.Records) failed.push(...(await failureOf(record, handle, log)));
    return { batchItemFailures: failed };
  });
}

type Failure = { readonly itemIdentifier: string };

async function failureOf(
  record: SQSRecord,
  handle: (body: unknown) => Promise<void>,
  log: Log,
): Promise<readonly Failure[]> {
  const body = bodyOf(record.body);
  return causedBy(causeOfRecord(record, body), async () => {
    try {
      if (body === UNREADABLE) throw new PoisonMessage("Cannot read a message: it is not JSON");
      await handle(body);
      return [];
    } catch (fault) {
      log.error("A message failed", { messageId: record.messageId, ...faultFields(fault) });
      return [{ itemIdentifier: record.messageId }];
    }
  });
}

/** {@link queueHandler} for bus events: `handle` gets the event as EventBridge wraps it. */
export const eventHandler = (handle: (event: BusEvent) => Promise<void>, deps: { readonly log: Log }) =>
  queueHandler(async (body) => handle(busEventOf(body)), deps);

/** Work that several messages of one delivery may ask for: done once for all of them that name the same. */
export type Once = <Value>(name: string, work: () => Promise<Value>) => Promise<Value>;

/**
 * {@link eventHandler} for events whose order is of no importance: all of a delivery at the same time, so that what
 * they read is asked for together.
 */
export function eventsHandler(handle: (event: BusEvent, once: Once) => Promise<void>, { log }: { readonly log: Log }) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }) => {
    const once = onceEach();
    const one = (body: unknown) => handle(busEventOf(body), once);
    const failed = await Promise.all(Records.map((record) => failureOf(record, one, log)));
    return { batchItemFailures: failed.flat() };
  });
}

function onceEach(): Once {
  const begun = new Map<string, Promise<unknown>>();
  return <Value>(name: string, work: () => Promise<Value>) => {
    const going = (begun.get(name) as Promise<Value> | undefined) ?? work();
    begun.set(name, going);
    return going;
  };
}

/** What the bus delivers; `detail` is for the consumer's own contract to parse. */
export type BusEvent = {
  readonly id: string;
  readonly source: string;
  readonly "detail-type": string;
  readonly detail: unknown;
};

/** A scheduled function's handler: run now, whatever the schedule's name. */
export const scheduleHandler = (handle: () => Promise<void>) =>
  middy<EventBridgeEvent<"Scheduled Event", JsonObject>, void>().handler(() => handle());

/** A one-shot's handler: `payload` is what was scheduled, for the function's own contract to parse. */
export const oneShotHandler = (handle: (payload: unknown) => Promise<void>) =>
  middy<unknown, void>().handler((payload) => handle(payload));

/** The table stream's handler. It must not throw over one record: see outbox-publish. */
export const streamHandler = (handle: (event: DynamoDBStreamEvent) => Promise<void>) =>
  middy<DynamoDBStreamEvent, void>().handler((event) => handle(event));

const UNREADABLE = Symbol("not JSON");

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

/**
 * What a message came for: as the event that it wraps says, or whoever sent it; else it stands for itself. X-Ray's
 * header of the message is the newer one, whose parent is the last step.
 */
function causeOfRecord({ messageId, attributes, messageAttributes }: SQSRecord, body: unknown): Cause {
  const resources = typeof body === "object" && body !== null && "resources" in body ? body.resources : undefined;
  const known = causeAmong(resources) ?? causeOf(messageAttributes?.["cause"]?.stringValue) ?? { request: messageId };
  const xray = attributes?.AWSTraceHeader;
  return xray !== undefined && isXray(xray) ? { ...known, xray } : known;
}

function busEventOf(body: unknown): BusEvent {
  const event = body as Partial<BusEvent> | null;
  if (typeof event?.source !== "string" || typeof event["detail-type"] !== "string" || typeof event.id !== "string") {
    throw new PoisonMessage("Cannot read a message: it is no bus event (id, source, detail-type, detail)");
  }
  return { id: event.id, source: event.source, "detail-type": event["detail-type"], detail: event.detail };
}
