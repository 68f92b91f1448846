import { SendMessageCommand, type SendMessageCommandInput, type SQSClient } from "@aws-sdk/client-sqs";
import { callFailure } from "#shared/adapters/aws/call-failure.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Millis } from "#shared/kernel/time.ts";
import { causeText, currentCause } from "#shared/storage/cause.ts";
import type { Queues } from "#shared/storage/messaging.ts";
import { checkMessage } from "#shared/storage/messaging-limits.ts";

type Names = {
  readonly client: SQSClient /** Queue URLs by our name of the queue. */;
  readonly urls: Readonly<Record<string, string>>;
};

/** Standard SQS queues: a message sent twice after a lost answer comes twice, as the port allows. */
export const sqsQueues = ({ client, urls }: Names): Queues => ({
  async send(queue: string, message: JsonObject, delay = 0 as Millis): Promise<void> {
    const body = bodyOf(message);
    checkMessage(queue, body, delay);
    const url = urls[queue];
    if (url === undefined) {
      throw new Error(`Cannot send to queue "${queue}": its URL is not known (known: ${Object.keys(urls).join(", ")})`);
    }
    try {
      // Whole seconds, rounded up: perhaps late, never early.
      const input = { QueueUrl: url, MessageBody: body, DelaySeconds: Math.ceil(delay / 1_000), ...causeAttributes() };
      await client.send(new SendMessageCommand(input));
    } catch (fault) {
      throw callFailure(`Cannot send to queue "${queue}"`, fault);
    }
  },
});

/** What it is sent for, and beside it X-Ray's header, which SQS hands on to the function itself. */
function causeAttributes(): Pick<SendMessageCommandInput, "MessageAttributes" | "MessageSystemAttributes"> {
  const cause = currentCause();
  if (cause === undefined) return {};
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  return {
    MessageAttributes: { cause: text(causeText(cause)) },
    ...(cause.xray === undefined ? {} : { MessageSystemAttributes: { AWSTraceHeader: text(cause.xray) } }),
  };
}

/** SQS takes the characters of XML 1.0; JSON leaves two that are none of them unescaped (SendMessage, `MessageBody`). */
const bodyOf = (message: JsonObject): string =>
  JSON.stringify(message).replaceAll("\uFFFE", "\\ufffe").replaceAll("\uFFFF", "\\uffff");
