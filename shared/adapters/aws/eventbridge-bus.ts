import { type EventBridgeClient, PutEventsCommand, type PutEventsCommandOutput } from "@aws-sdk/client-eventbridge";
import { CallFailure, callFailure } from "#shared/adapters/aws/call-failure.ts";
import { joined } from "#shared/adapters/aws/joined.ts";
import { causeResources } from "#shared/storage/cause.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { checkEvent, eventBytes, MESSAGE_LIMITS } from "#shared/storage/messaging-limits.ts";

type Names = { readonly client: EventBridgeClient; readonly bus: string };

/** Of one PutEvents (API reference, "PutEvents": 1 to 10 entries). */
const MOST_ENTRIES = 10;

type BusEvent = Parameters<Bus["publish"]>[0];

/**
 * One event bus of EventBridge. It gives each event an id of its own; ours goes along as the first resource of the
 * event, and what it happened for as the second. What it did not take is a failure although the answer is 200: the
 * outbox sends it again.
 *
 * Events that are published at once go as one call, and each is answered for itself.
 */
export function eventBridgeBus(names: Names): Bus {
  const put = joined<BusEvent, () => void>({
    fits: (events) => events.length <= MOST_ENTRIES && sum(events.map(eventBytes)) <= MESSAGE_LIMITS.eventBytes,
    call: (events) => putAll(events, names),
  });
  return {
    async publish(event) {
      checkEvent(event);
      (await put(event))();
    },
  };
}

/** For each event, what ends well when the bus took it and throws when it did not. */
async function putAll(events: readonly BusEvent[], { client, bus }: Names): Promise<readonly (() => void)[]> {
  const Entries = events.map(({ id, source, type, detail, cause }) => ({
    EventBusName: bus,
    Source: source,
    DetailType: type,
    Detail: JSON.stringify(detail),
    Resources: [id, ...causeResources(cause)],
    // From here EventBridge hands it to the queue, and the queue to its function, as one trace.
    ...(cause?.xray === undefined ? {} : { TraceHeader: cause.xray }),
  }));
  let answer: PutEventsCommandOutput;
  try {
    answer = await client.send(new PutEventsCommand({ Entries }));
  } catch (fault) {
    return events.map((event) => () => {
      throw callFailure(doing(event), fault);
    });
  }
  return events.map((event, place) => () => {
    const taken = answer.Entries?.[place];
    if (taken?.EventId !== undefined && taken.ErrorCode === undefined) return;
    const why = `${taken?.ErrorCode ?? "no reason"}: ${taken?.ErrorMessage ?? "the bus named none"}`;
    throw new CallFailure(`${doing(event)}: ${why} (request ${answer.$metadata.requestId ?? "unknown"})`);
  });
}

const doing = ({ id, type }: BusEvent): string => `Cannot publish event "${id}" (${type})`;

const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
