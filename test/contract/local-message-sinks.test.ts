import { createHmac } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { MailFolder } from "#shared/adapters/local/mail-folder.ts";
import { logSink } from "#shared/adapters/node/message-sinks.ts";
import { WebhookSink } from "#shared/adapters/node/webhook-sink.ts";
import type { Destination } from "#shared/catalog/documents/route.ts";
import { millis, plus } from "#shared/kernel/time.ts";
import { type Arrived, messageSinkContract } from "#test/contract/message-sinks.ts";
import { at } from "#test/support/findings.ts";
import { readMail } from "#test/support/mail-reader.ts";

const NOW = at("2026-11-23T09:00:00Z");

const mailbox: Destination = { via: "mail", address: "orders-oncall@example.com" };
const lead: Destination = { via: "mail", who: { kind: "target", part: "lead" } };
const slack: Destination = { via: "slack", channel: "#orders-data" };
const teams: Destination = { via: "teams", channel: "Orders data" };
const pager: Destination = { via: "pager", who: { kind: "team", team: "security", part: "oncall" } };
const hub: Destination = { via: "securityHub", account: "data-prod" };
const webhook: Destination = { via: "webhook", connection: "siem" };

messageSinkContract("The log", async () => {
  const lines: { readonly message: string; readonly fields: { readonly [name: string]: string } }[] = [];
  let broken = false;
  return {
    sink: logSink((message, fields) => {
      if (broken) throw new Error("ENOSPC: no space left on /home/secret-person/log.ndjson");
      lines.push({ message, fields });
    }),
    takes: [mailbox, lead, slack, teams, pager, hub, webhook],
    refuses: [],
    arrived: async () =>
      lines.map(
        ({ message, fields }): Arrived => ({
          key: fields["key"] ?? "",
          title: fields["title"] ?? "",
          fields: Object.keys(fields),
          raw: JSON.stringify({ message, ...fields }),
        }),
      ),
    faults: [
      {
        name: "it cannot be written",
        begin: () => {
          broken = true;
        },
        forGood: false,
      },
    ],
    secrets: ["secret-person"],
    close: async () => undefined,
  };
});

messageSinkContract("The mail folder", async () => {
  const room = mkdtempSync(join(tmpdir(), "tollgate-secret-room-"));
  const folder = join(room, "outbox");
  const clock = virtualClock(NOW);
  // A moment each, so that the names tell the order.
  const ticking = {
    now() {
      clock.set(plus(clock.now(), millis(1)));
      return clock.now();
    },
  };
  const mails = (): readonly string[] => {
    try {
      return readdirSync(folder).toSorted();
    } catch {
      return [];
    }
  };
  return {
    sink: new MailFolder({
      folder,
      clock: ticking,
      urlOf: (path) => `http://127.0.0.1:4400${path}`,
    }),
    takes: [mailbox, { via: "mail", address: "a+b=c@mail.example-1.com" }],
    refuses: [
      lead,
      slack,
      teams,
      pager,
      hub,
      webhook,
      ...[
        "nobody",
        "a@b@c",
        "a b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "<a@example.com>",
        "é@example.com",
      ].map((address): Destination => ({ via: "mail", address })),
      { via: "mail", address: `${"a".repeat(250)}@example.com` },
    ],
    arrived: async () =>
      mails().map((name): Arrived => {
        const raw = readFileSync(join(folder, name), "latin1");
        const { headers, subject, text } = readMail(raw);
        const key = headers.find(([header]) => header === "Message-ID")?.[1] ?? "";
        return { key, title: subject, text, fields: headers.map(([header]) => header), raw };
      }),
    faults: [
      {
        name: "something else is where the folder should be",
        begin: () => writeFileSync(folder, ""),
        forGood: false,
      },
    ],
    secrets: [room],
    close: async () => rmSync(room, { recursive: true, force: true }),
  };
});

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

const TOKEN = "T0k3n-in-the-address";
const KEY = "a key of sixteen and more";

messageSinkContract("The webhook", async () => {
  const arrived: Arrived[] = [];
  let answering: Answering = (_, response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      const { key, title, lines, path, ...more } = JSON.parse(body) as {
        key: string;
        title: string;
        lines: string[];
        path: string;
      };
      const fields = [...Object.keys(request.headers), "key", "title", "lines", "path", ...Object.keys(more)];
      const headers = JSON.stringify({ ...request.headers, host: "" });
      arrived.push({ key, title, text: [...lines, path].join("\n"), fields, raw: `${headers}\n${body}` });
      answering(request, response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise<void>((closed) => server.close(() => closed()));
  };
  const answer = (name: string, forGood: boolean, next: Answering) => ({
    name,
    forGood,
    begin: () => {
      answering = next;
    },
  });
  return {
    sink: new WebhookSink({
      connectionOf: (name) => (name === "siem" ? { address: `http://127.0.0.1:${port}/hook/${TOKEN}` } : undefined),
      sign: (_connection, text) => createHmac("sha256", KEY).update(text).digest("hex"),
      fetch,
      clock: virtualClock(NOW),
      patience: millis(300),
    }),
    takes: [webhook],
    refuses: [{ via: "webhook", connection: "gone" }, mailbox, slack],
    arrived: async () => arrived,
    faults: [
      answer("it refuses", true, (_, response) => response.writeHead(400).end(`no ${TOKEN}`)),
      answer("it knows nobody by that name", true, (_, response) => response.writeHead(404).end()),
      answer("it points elsewhere", true, (_, response) =>
        response.writeHead(302, { location: `http://127.0.0.1:${port}/other` }).end(),
      ),
      answer("it asks for time", false, (_, response) => response.writeHead(429).end()),
      answer("it is broken", false, (_, response) => response.writeHead(503).end()),
      answer("it never answers", false, () => undefined),
      answer("it hangs up", false, (request) => request.socket.destroy()),
      { name: "nobody is there", forGood: false, begin: close },
    ],
    secrets: [TOKEN, KEY],
    close,
  };
});
