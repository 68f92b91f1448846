import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import * as z from "zod";
import { httpEventOf } from "#infra/local/http-event.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { httpHandler, route } from "#shared/runtime/http.ts";

const slow = {
  method: "GET",
  path: "/v1/slow",
  operation: "getSlow",
  summary: "Take a while",
  open: true,
  answers: { 200: z.unknown() },
} as const;

const handler = httpHandler(
  [
    route(slow, async () => {
      await sleep(200);
      return { status: 200, body: {} };
    }),
  ],
  { identity: { callerOf: async () => undefined }, log: silentLog },
);

const event = httpEventOf(
  {
    method: "GET",
    url: new URL("http://127.0.0.1/v1/slow"),
    headers: {},
    body: Buffer.from(""),
    requestId: "req-1",
  },
  {},
);

test("a call that takes longer than its function may is a 503 that does not claim that nothing was done", async () => {
  const context = { getRemainingTimeInMillis: () => 25 };
  const answer = await handler(event, context as never, { signal: new AbortController().signal } as never);
  expect(answer?.statusCode).toBe(503);
  expect(JSON.parse(answer?.body ?? "")).toMatchObject({
    title: "Not available now",
    detail: "Cannot say whether it was done: it took longer than it may",
    remedy: "Look whether it was done, then try again",
  });
});
