import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

export type FreshQueue = {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** What can be received now; each stays hidden for the queue's time. */
  readonly take: () => Promise<readonly Message[]>;
  readonly done: (message: Message) => Promise<void>;
};

let made = 0;

/** Makes an empty queue that hides what was taken for `hiddenSeconds`. */
export async function freshQueue(client: SQSClient, hiddenSeconds: number): Promise<FreshQueue> {
  made += 1;
  const name = `queue-${process.pid}-${Date.now()}-${made}`;
  const attributes = { VisibilityTimeout: String(hiddenSeconds) };
  const { QueueUrl: url = "" } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const answer = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  return {
    name,
    url,
    arn: answer.Attributes?.["QueueArn"] ?? "",
    async take() {
      const all: Message[] = [];
      for (;;) {
        const ask = new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
          WaitTimeSeconds: 0,
        });
        const { Messages = [] } = await client.send(ask);
        if (Messages.length === 0) return all;
        all.push(...Messages);
      }
    },
    async done({ ReceiptHandle }) {
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    },
  };
}
