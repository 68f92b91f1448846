import { describe, expect, test } from "vitest";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type Millis, millis } from "#shared/kernel/time.ts";
import { causedBy } from "#shared/storage/cause.ts";
import type { Queues } from "#shared/storage/messaging.ts";
import { MessageLimitError } from "#shared/storage/messaging-limits.ts";

/** A queue as its consumer sees it, in whatever way an adapter delivers. */
export type QueuesWorld = {
  readonly queues: Queues;
  /** Takes what can be received now, without working it off. */
  readonly take: (queue: string) => Promise<
    readonly {
      readonly body: JsonObject;
      /** What it was sent for, as text. */
      readonly cause: string | undefined;
      readonly done: () => Promise<void>;
    }[]
  >;
  readonly wait: (length: Millis) => Promise<void>;
  /** How long a message that was taken and not worked off stays hidden. */
  readonly hidden: Millis;
  /** How long a minute of this suite lasts: shorter where time is real, whole seconds. */
  readonly minute: Millis;
};

/** What every implementation of {@link Queues} does: at least once, in no order, perhaps late. */
export function queuesContract(name: string, open: () => Promise<QueuesWorld>): void {
  describe(`${name} as queues`, () => {
    const bodiesIn = async ({ take }: QueuesWorld, queue: string) => (await take(queue)).map(({ body }) => body);

    test("deliver what was sent to a queue there, as it was, and nowhere else", async () => {
      const world = await open();
      const message = { text: 'ü🙂"\\\u0000\uffff\ud800', deep: [{ a: null, b: -1.5 }], empty: {} };
      await world.queues.send("one", message);
      expect(await bodiesIn(world, "two")).toEqual([]);
      expect(await bodiesIn(world, "one")).toEqual([message]);
    });

    test("deliver the same words twice when they are sent twice", async () => {
      const world = await open();
      await world.queues.send("one", { n: 1 });
      await world.queues.send("one", { n: 1 });
      expect(await bodiesIn(world, "one")).toEqual([{ n: 1 }, { n: 1 }]);
    });

    test("carry what a message was sent for beside it, however often it comes, and nothing where that is not known", async () => {
      const world = await open();
      const xray = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";
      await causedBy({ request: "call-1" }, () => world.queues.send("one", { n: 1 }));
      await causedBy({ request: "call-2", xray }, () => world.queues.send("one", { n: 2 }));
      await world.queues.send("one", { n: 3 });
      const taken = async () =>
        new Map((await world.take("one")).map(({ body, cause }) => [body["n"], cause] as const));
      const sent = new Map([
        [1, "call-1"],
        [2, `call-2 ${xray}`],
        [3, undefined],
      ] as const);
      expect(await taken()).toEqual(sent);
      await world.wait(world.hidden);
      expect(await taken()).toEqual(sent);
    });

    test("hide a message for as long as it was delayed, and no longer", async () => {
      const world = await open();
      const { minute } = world;
      await world.queues.send("one", { n: 1 }, millis(5 * minute));
      await world.wait(millis(4 * minute));
      expect(await bodiesIn(world, "one")).toEqual([]);
      await world.wait(minute);
      expect(await bodiesIn(world, "one")).toEqual([{ n: 1 }]);
    });

    test.each([
      { because: "a millisecond over 15 minutes", delay: millis(900_001) },
      { because: "into the past", delay: millis(-1) },
      { because: "by what is no number", delay: millis(Number.NaN) },
    ])("delay nothing $because: a one-shot does", async ({ delay }) => {
      const world = await open();
      await expect(world.queues.send("one", { n: 1 }, delay)).rejects.toThrow(MessageLimitError);
    });

    test("delay by 15 minutes, and take 1 MiB and no more", async () => {
      const world = await open();
      await world.queues.send("one", { n: 1 }, millis(900_000));
      const around = '{"text":""}'.length;
      await world.queues.send("one", { text: "x".repeat(1_048_576 - around) });
      const more = { text: "x".repeat(1_048_576 - around + 1) };
      await expect(world.queues.send("one", more)).rejects.toThrow(MessageLimitError);
      expect(await bodiesIn(world, "one")).toHaveLength(1);
    });

    test("deliver again what was taken and not worked off; what was worked off never again", async () => {
      const world = await open();
      await world.queues.send("one", { n: 1 });
      await world.queues.send("one", { n: 2 });
      const taken = await world.take("one");
      await taken.find(({ body }) => body["n"] === 1)?.done();
      expect(await bodiesIn(world, "one")).toEqual([]);
      await world.wait(world.hidden);
      expect(await bodiesIn(world, "one")).toEqual([{ n: 2 }]);
      await world.wait(millis(3 * world.hidden));
      expect(await bodiesIn(world, "one")).toEqual([{ n: 2 }]);
    });
  });
}
