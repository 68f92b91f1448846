import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { logSink, sinkByKind } from "#shared/adapters/node/message-sinks.ts";
import { WebhookSink } from "#shared/adapters/node/webhook-sink.ts";
import { at } from "#test/support/findings.ts";

const message = {
  key: "F-1#x",
  destination: { via: "webhook", connection: "siem" },
  title: "High: something",
  lines: ["one"],
  path: "/findings/F-1",
} as const;

function webhook(answer: () => Response | Promise<Response>) {
  const calls: { url: string; init: RequestInit | undefined }[] = [];
  const sink = new WebhookSink({
    connectionOf: (name) => (name === "siem" ? { address: "https://siem.example.com/hook" } : undefined),
    sign: (_connection, text) => createHmac("sha256", "secret").update(text).digest("hex"),
    fetch: async (url, init) => {
      calls.push({ url: String(url), init });
      return answer();
    },
    clock: virtualClock(at("2026-11-23T08:00:00Z")),
  });
  return { sink, calls };
}

test("a webhook is signed over its time and its body, and follows no redirect", async () => {
  const { sink, calls } = webhook(() => new Response(null, { status: 204 }));
  expect(await sink.send(message)).toEqual({ kind: "delivered" });
  const { init } = calls[0] ?? {};
  const expected = createHmac("sha256", "secret")
    .update(`2026-11-23T08:00:00.000Z.${String(init?.body)}`)
    .digest("hex");
  expect(init).toMatchObject({ method: "POST", redirect: "manual" });
  expect(init?.headers).toMatchObject({ "tollgate-signature": `sha256=${expected}`, "tollgate-key": "F-1%23x" });
  expect(String(init?.body)).not.toContain("secret");
});

test.each([
  { status: 503, forGood: false, because: "it may be back" },
  { status: 429, forGood: false, because: "it asks for time" },
  { status: 404, forGood: true, because: "there is nobody" },
  { status: 302, forGood: true, because: "it points elsewhere" },
])("an answer of $status is a failure, for good: $forGood, since $because", async ({ status, forGood }) => {
  const { sink } = webhook(() => new Response(null, { status }));
  expect(await sink.send(message)).toEqual({ kind: "failed", because: `answered ${status}`, forGood });
});

test("no answer is tried again, no connection is not", async () => {
  const { sink } = webhook(() => Promise.reject(new TypeError("fetch failed")));
  expect(await sink.send(message)).toEqual({ kind: "failed", because: "TypeError", forGood: false });
  expect(await sink.send({ ...message, destination: { via: "webhook", connection: "gone" } })).toMatchObject({
    forGood: true,
  });
});

test("what has no sink of its kind goes to the log, without its lines", async () => {
  const lines: unknown[] = [];
  const { sink, calls } = webhook(() => new Response(null, { status: 200 }));
  const sinks = sinkByKind(
    { webhook: sink },
    logSink((text, fields) => lines.push([text, fields])),
  );
  await sinks.send({ ...message, destination: { via: "slack", channel: "#orders" } });
  await sinks.send(message);
  expect(lines).toMatchObject([["A message was sent", { title: "High: something", path: "/findings/F-1" }]]);
  expect(calls).toHaveLength(1);
});
