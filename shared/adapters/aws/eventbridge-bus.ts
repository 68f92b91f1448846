import { type EventBridgeClient, PutEventsCommand, type PutEventsCommandOutput } from "@aws-sdk/client-eventbridge";
import { CallFailure, callFailure } from "#shared/adapters/aws/call-failure.ts";
import { causeResources } from "#shared/storage/cause.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { checkEvent } from "#shared/storage/messaging-limits.ts";

type Names = { readonly client: EventBridgeClient; readonly bus: string };

/**
 * One event bus of EventBridge. It gives each event an id of its own; ours goes along as the first
 * resource of the event, and what it happened for as the second. What it did not take is a failure although the answer is 200: the outbox sends it again.
 */
export const eventBridgeBus = ({ client, bus }: Names): Bus => ({
  async publish(event) {
    checkEvent(event);
    const { id, source, type, detail, cause } = event;
    const entry = {
      EventBusName: bus,
      Source: source,
      DetailType: type,
      Detail: JSON.stringify(detail),
      Resources: [id, ...causeResources(cause)],
      // From here EventBridge hands it to the queue, and the queue to its function, as one trace.
      ...(cause?.xray === undefined ? {} : { TraceHeader: cause.xray }),
    };
    const doing = `Cannot publish event "${id}" (${type})`;
    let answer: PutEventsCommandOutput;
    try {
      answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
    } catch (fault) {
      throw callFailure(doing, fault);
    }
    const [taken] = answer.Entries ?? [];
    if (answer.FailedEntryCount === 0 && taken?.EventId !== undefined) return;
    const why = `${taken?.ErrorCode ?? "no reason"}: ${taken?.ErrorMessage ?? "the bus named none"}`;
    throw new CallFailure(`${doing}: ${why} (request ${answer.$metadata.requestId ?? "unknown"})`);
  },
});
