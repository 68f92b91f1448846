import { type Millis, minutes } from "#shared/kernel/time.ts";
import { causeResources } from "#shared/storage/cause.ts";
import type { Bus } from "#shared/storage/messaging.ts";

/**
 * What a queue and the bus take, in every adapter alike: SQS (developer guide, "Amazon SQS message quotas"),
 * EventBridge (user guide, "Calculating PutEvents event entry size": less than 256 kB).
 */
export const MESSAGE_LIMITS = {
  longestDelay: minutes(15),
  messageBytes: 1024 * 1024,
  eventBytes: 256 * 1024 - 1,
} as const;

/** More than a queue or the bus takes, however often it is tried: a fault of the caller, nothing was sent. */
export class MessageLimitError extends Error {
  override readonly name = "MessageLimitError";
}

/** @throws MessageLimitError naming what is too long or too large */
export function checkMessage(queue: string, body: string, delay: Millis): void {
  if (!(delay >= 0 && delay <= MESSAGE_LIMITS.longestDelay)) {
    throw new MessageLimitError(
      `Cannot delay a message to queue "${queue}" by ${delay} ms: a queue holds it back 0 to ${MESSAGE_LIMITS.longestDelay} ms; a one-shot comes at any moment`,
    );
  }
  const size = bytesOf(body);
  if (size <= MESSAGE_LIMITS.messageBytes) return;
  throw new MessageLimitError(
    `Cannot send to queue "${queue}": ${size} bytes, and a message holds ${MESSAGE_LIMITS.messageBytes}`,
  );
}

type BusEvent = Parameters<Bus["publish"]>[0];

/** What an event counts as, in bytes: our id and what it is for count, as resources. */
export const eventBytes = ({ id, source, type, detail, cause }: BusEvent): number =>
  [id, ...causeResources(cause), source, type, JSON.stringify(detail)].reduce((sum, text) => sum + bytesOf(text), 0);

/** @throws MessageLimitError when the event is larger than the bus takes */
export function checkEvent(event: BusEvent): void {
  const size = eventBytes(event);
  if (size <= MESSAGE_LIMITS.eventBytes) return;
  throw new MessageLimitError(
    `Cannot publish event "${event.id}" (${event.type}): ${size} bytes, and an event on the bus holds ${MESSAGE_LIMITS.eventBytes}`,
  );
}

const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8");
