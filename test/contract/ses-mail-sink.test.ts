import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SesMailSink } from "#shared/adapters/aws/ses-mail-sink.ts";
import type { Destination } from "#shared/catalog/documents/route.ts";
import { type Arrived, messageSinkContract } from "#test/contract/message-sinks.ts";

/** What `SendEmail` of SES v2 takes, as it comes over the wire (SES API reference v2, "SendEmail"). */
type Sent = {
  readonly Content: {
    readonly Simple: {
      readonly Subject: { readonly Data: string };
      readonly Body: { readonly Text: { readonly Data: string } };
      readonly Headers: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
};

type Answer = { readonly status: number; readonly code?: string } | "none";

const KEY = "a-secret-key-of-an-account";

/** An SES that takes every mail, until it is told to answer otherwise. */
messageSinkContract("SES", async () => {
  const arrived: Arrived[] = [];
  let answer: Answer = { status: 200 };
  const server: Server = createServer(async (asked, response) => {
    const body = await text(asked);
    if (answer === "none") return void response.destroy();
    response.setHeader("content-type", "application/json");
    if (answer.code !== undefined) response.setHeader("x-amzn-errortype", answer.code);
    response.statusCode = answer.status;
    if (answer.status === 200) arrived.push(arrivedIn(body));
    response.end(answer.status === 200 ? '{"MessageId":"m-1"}' : '{"message":"no"}');
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const ses = new SESv2Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: KEY },
    maxAttempts: 1,
  });
  const answering = (name: string, given: Answer, forGood: boolean) => ({
    name,
    begin: () => {
      answer = given;
    },
    forGood,
  });
  const others: readonly Destination[] = [
    { via: "mail", who: { kind: "target", part: "lead" } },
    { via: "slack", channel: "#orders-data" },
    { via: "webhook", connection: "siem" },
  ];
  return {
    sink: new SesMailSink({ ses, from: "tollgate@example.com", console: "https://tollgate.example.com" }),
    takes: [
      { via: "mail", address: "orders-oncall@example.com" },
      { via: "mail", address: "a+b=c@mail.example-1.com" },
    ],
    refuses: [
      ...others,
      ...["nobody", "a@b@c", "a@example.com\r\nBcc: b@example.com", "<a@example.com>"].map(
        (address): Destination => ({ via: "mail", address }),
      ),
    ],
    arrived: async () => arrived,
    faults: [
      answering("it takes no more now", { status: 429, code: "TooManyRequestsException" }, false),
      answering("it refuses the mail", { status: 400, code: "MessageRejected" }, true),
      answering("it has a fault", { status: 500, code: "InternalServiceErrorException" }, false),
      answering("it does not answer", "none", false),
    ],
    secrets: [KEY],
    close: async () => {
      ses.destroy();
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
});

function arrivedIn(body: string): Arrived {
  const { Subject, Body, Headers } = (JSON.parse(body) as Sent).Content.Simple;
  return {
    key: Headers.find(({ Name }) => Name === "X-Tollgate-Key")?.Value ?? "",
    title: Subject.Data,
    text: Body.Text.Data,
    fields: Headers.map(({ Name }) => Name),
    raw: body,
  };
}
