import { expect, test } from "vitest";
import { findingNotify } from "#functions/finding-notify/function.ts";
import { postFrom1, StoredPost } from "#shared/contracts/stored/finding-post.ts";
import type { Message, SinkReply } from "#shared/findings/message-sink.ts";
import { notifyFinding } from "#shared/findings/notify-finding.ts";
import { SENDING_FOR } from "#shared/findings/post.ts";
import { minutes, plus, seconds } from "#shared/kernel/time.ts";
import { findingOf } from "#test/support/findings.ts";
import { notifying, routeOf } from "#test/support/notify.ts";

const orders = routeOf("orders", { when: [{ team: ["orders"] }], immediately: "medium" });

/** A sink that holds each message until it is let go. */
function slowly(deps: ReturnType<typeof notifying>) {
  const held: (() => void)[] = [];
  const sink = {
    async send(message: Message): Promise<SinkReply> {
      await new Promise<void>((go) => held.push(go));
      return deps.sink.send(message);
    },
  };
  const started = async () => {
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return { deps: { ...deps, sink }, started, letGo: () => held.shift()?.() };
}

test("told once although the news comes again while the first worker is telling it", async () => {
  const deps = notifying([orders]);
  const finding = findingOf();
  await deps.put(finding);
  const slow = slowly(deps);
  const first = notifyFinding(finding.id, slow.deps);
  await slow.started();
  expect(await notifyFinding(finding.id, deps)).toEqual({ told: 0, again: false });
  slow.letGo();
  expect(await first).toEqual({ told: 1, again: false });
  expect(deps.sent).toHaveLength(1);
});

test("told by the next worker when the first one died with it, once its time is over", async () => {
  const deps = notifying([orders]);
  const finding = findingOf();
  await deps.put(finding);
  const slow = slowly(deps);
  void notifyFinding(finding.id, slow.deps);
  await slow.started();
  deps.clock.set(plus(deps.clock.now(), minutes(1)));
  expect(await notifyFinding(finding.id, deps)).toEqual({ told: 0, again: false });
  deps.clock.set(plus(deps.clock.now(), seconds(1)));
  expect(await notifyFinding(finding.id, deps)).toEqual({ told: 1, again: false });
});

test("a worker that was told of less never writes over one that told of more", async () => {
  const deps = notifying([orders]);
  const finding = findingOf();
  await deps.put(finding);
  const slow = slowly(deps);
  const first = notifyFinding(finding.id, slow.deps);
  await slow.started();
  await deps.put({ ...finding, severity: "critical" });
  expect(await notifyFinding(finding.id, deps)).toEqual({ told: 1, again: false });
  slow.letGo();
  await first;
  expect(await notifyFinding(finding.id, deps)).toEqual({ told: 0, again: false });
  expect(deps.sent.map(({ title }) => title.split(":")[0])).toEqual(["Critical", "Medium"]);
});

test("a sink that breaks has not delivered: it is tried again at once", async () => {
  const deps = notifying([orders]);
  const finding = findingOf();
  await deps.put(finding);
  const broken = { ...deps, sink: { send: () => Promise.reject(new Error("no route to host")) } };
  expect(await notifyFinding(finding.id, broken)).toEqual({ told: 0, again: true });
  expect(await notifyFinding(finding.id, deps)).toEqual({ told: 1, again: false });
});

test("a claim lasts as long as a run of the function may", () => {
  expect(SENDING_FOR).toBe(seconds(findingNotify.timeoutSeconds));
});

test.each([
  { was: "SENDING", is: "FAILED", because: "version 1 let everybody try again at once" },
  { was: "DELIVERED", is: "DELIVERED", because: "nothing more is to be done" },
])("a post of version 1 that was $was is $is: $because", ({ was, is }) => {
  const body = { finding: "F-1", destination: "slack:{}", turn: "0#high", state: was, attempts: 1, at: 1_000 };
  expect(StoredPost.parse(postFrom1(body))).toEqual({ ...body, state: is });
});
