import { describe, expect, test } from "vitest";
import { hours, minutes, plus, seconds } from "#shared/kernel/time.ts";
import { START, tinyPlane } from "#test/support/tiny-plane.ts";

const taking = { count: 10, hidden: minutes(1) };

describe("queues in the state file", () => {
  test("hand out the oldest first, and no more than asked for", async () => {
    const { queues } = tinyPlane();
    for (const n of [1, 2, 3]) await queues.send("work", { n });
    const first = queues.receive("work", { ...taking, count: 2 });
    expect(first.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":2}']);
    expect(queues.receive("work", taking).map(({ body }) => body)).toEqual(['{"n":3}']);
  });

  test("count each delivery of a message, this one too", async () => {
    const { queues, clock } = tinyPlane();
    await queues.send("work", { n: 1 });
    expect(queues.receive("work", taking)[0]?.attempts).toBe(1);
    clock.set(plus(START, minutes(1)));
    expect(queues.receive("work", taking)[0]?.attempts).toBe(2);
  });

  test("show a message again when its consumer asks for it, no sooner", async () => {
    const { queues, clock } = tinyPlane();
    await queues.send("work", { n: 1 });
    const [message] = queues.receive("work", { count: 1, hidden: hours(1) });
    if (message !== undefined) queues.retry(message, seconds(8));
    expect(queues.nextAt("work")).toBe(plus(START, seconds(8)));
    clock.set(plus(START, seconds(7)));
    expect(queues.receive("work", taking)).toEqual([]);
    clock.set(plus(START, seconds(8)));
    expect(queues.receive("work", taking)).toHaveLength(1);
  });

  test("say in which of them a message is due, and in none that is empty or whose message is hidden", async () => {
    const { queues, clock } = tinyPlane();
    await queues.send("work", { n: 1 });
    await queues.send("mail", { n: 1 });
    expect([...queues.due()].toSorted()).toEqual(["mail", "work"]);
    queues.receive("work", taking);
    expect([...queues.due()]).toEqual(["mail"]);
    clock.set(plus(START, minutes(1)));
    expect([...queues.due()].toSorted()).toEqual(["mail", "work"]);
  });

  test("put a message aside as it was, where its queue no longer has it", async () => {
    const { queues } = tinyPlane();
    queues.sendText("work", "not even JSON");
    const [message] = queues.receive("work", taking);
    if (message !== undefined) queues.bury(message);
    expect(queues.depths()).toEqual({ "work.dead": 1 });
    expect(queues.nextAt("work")).toBeUndefined();
    expect(queues.receive("work.dead", { ...taking }).map(({ body }) => body)).toEqual([]);
  });
});

describe("one-shots in the state file", () => {
  test("come due earliest first, by name where two are at one moment", async () => {
    const { oneShots } = tinyPlane();
    const shot = (name: string, after: number) => ({
      name,
      at: plus(START, seconds(after)),
      target: "end",
      payload: {},
    });
    for (const each of [shot("c", 1), shot("b", 2), shot("a", 2), shot("later", 3)]) await oneShots.create(each);
    expect(oneShots.due(plus(START, seconds(2))).map(({ name }) => name)).toEqual(["c", "a", "b"]);
    expect(oneShots.nextAt()).toBe(plus(START, seconds(1)));
    for (const name of ["a", "b", "c", "later"]) await oneShots.delete(name);
    expect(oneShots.nextAt()).toBeUndefined();
  });
});
