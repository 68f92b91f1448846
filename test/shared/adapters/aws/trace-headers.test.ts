import type { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { eventBridgeBus } from "#shared/adapters/aws/eventbridge-bus.ts";
import { sqsQueues } from "#shared/adapters/aws/sqs-queues.ts";
import { transactItem } from "#shared/adapters/aws/table-items.ts";
import { type Cause, causedBy } from "#shared/storage/cause.ts";

const XRAY = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";
const FOLLOWED: Cause = { request: "call-1", xray: XRAY };

/** A client that notes what it is asked and answers well. */
function client<Command extends { readonly input: unknown }>() {
  const asked: Command["input"][] = [];
  const send = async (command: Command) => {
    asked.push(command.input);
    return { FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] };
  };
  return { asked, send };
}

describe("X-Ray's header goes along", () => {
  test.each([
    { cause: FOLLOWED, resources: ["e-1", `cause call-1 ${XRAY}`], header: XRAY, why: "in the cloud" },
    { cause: { request: "r-1" }, resources: ["e-1", "cause r-1"], header: undefined, why: "none where none is known" },
  ])("with an event of the bus: $why", async ({ cause, resources, header }) => {
    const { asked, send } = client<PutEventsCommand>();
    const bus = eventBridgeBus({ client: { send } as unknown as EventBridgeClient, bus: "tollgate" });
    await bus.publish({ id: "e-1", source: "tollgate", type: "grant.active", detail: {}, cause });
    expect(asked[0]?.Entries?.[0]?.Resources).toEqual(resources);
    expect(asked[0]?.Entries?.[0]?.TraceHeader).toBe(header);
  });

  test("with a message, as the attribute from which SQS and Lambda go on", async () => {
    const { asked, send } = client<SendMessageCommand>();
    const queues = sqsQueues({ client: { send } as unknown as SQSClient, urls: { one: "https://sqs/one" } });
    await causedBy(FOLLOWED, () => queues.send("one", {}));
    await queues.send("one", {});
    expect(asked[0]).toMatchObject({
      MessageAttributes: { cause: { DataType: "String", StringValue: `call-1 ${XRAY}` } },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: XRAY } },
    });
    expect(asked[1]).not.toHaveProperty("MessageAttributes");
    expect(asked[1]).not.toHaveProperty("MessageSystemAttributes");
  });

  test("with a row, as an attribute that the table's stream has beside kind and body", () => {
    const item = { pk: "a", sk: "EVENT#1", kind: "event", version: 1, revision: 1, body: "{}", indexes: {} };
    const { Put } = transactItem("tollgate", { op: "put", item, expect: "absent", cause: "call-1" });
    expect(Put?.Item?.["cause"]).toEqual({ S: "call-1" });
  });
});
