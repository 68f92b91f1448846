import { describe, expect, test } from "vitest";
import type { JsonObject } from "#shared/kernel/json.ts";
import { causeAmong } from "#shared/storage/cause.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { MessageLimitError } from "#shared/storage/messaging-limits.ts";

export type BusEventSeen = {
  readonly id: string;
  readonly source: string;
  readonly "detail-type": string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
};

export type Listener = { readonly name: string; readonly source: readonly string[]; readonly types: readonly string[] };

export type BusWorld = {
  readonly bus: Bus;
  /** What reached a listener since it was asked last. */
  readonly seenBy: (listener: string) => Promise<readonly BusEventSeen[]>;
};

/** What every implementation of {@link Bus} does with listeners as function specs name them. */
export function busContract(name: string, open: (listeners: readonly Listener[]) => Promise<BusWorld>): void {
  describe(`${name} as a bus`, () => {
    const event = (type: string, source = "tollgate") => ({ id: `e-${type}`, source, type, detail: { n: 1 } });

    test("carries an event to each who listens to its source and type, as EventBridge wraps it", async () => {
      const { bus, seenBy } = await open([
        { name: "first", source: ["tollgate"], types: ["grant.active"] },
        { name: "second", source: ["elsewhere", "tollgate"], types: ["finding.opened", "grant.active"] },
        { name: "other", source: ["tollgate"], types: ["grant.ended"] },
      ]);
      await bus.publish(event("grant.active"));
      const envelope = { source: "tollgate", "detail-type": "grant.active", resources: ["e-grant.active"] };
      // The id may be one of the bus's own: EventBridge gives each event one.
      const seen = [expect.objectContaining({ ...envelope, id: expect.stringMatching(/./), detail: { n: 1 } })];
      expect(await seenBy("first")).toEqual(seen);
      expect(await seenBy("second")).toEqual(seen);
      expect(await seenBy("other")).toEqual([]);
    });

    test.each([
      { type: "grant.active", heard: true, because: "it begins so" },
      { type: "grant.", heard: true, because: "nothing more is something that begins so" },
      { type: "grantx.active", heard: false, because: "the dot belongs to the beginning" },
      { type: "a.grant.active", heard: false, because: "it begins otherwise" },
    ])('a listener to "grant.*" hears "$type": $heard, because $because', async ({ type, heard }) => {
      const { bus, seenBy } = await open([{ name: "one", source: ["tollgate"], types: ["grant.*"] }]);
      await bus.publish(event(type));
      expect(await seenBy("one")).toHaveLength(heard ? 1 : 0);
    });

    test("says to each who hears an event what it happened for, beside its id", async () => {
      const { bus, seenBy } = await open([{ name: "one", source: ["tollgate"], types: ["grant.*"] }]);
      const xray = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";
      await bus.publish({ ...event("grant.active"), cause: { request: "call-1" } });
      await bus.publish({ ...event("grant.ended"), cause: { request: "call-2", xray } });
      const heard = await seenBy("one");
      expect(heard.map(({ resources }) => resources).toSorted()).toEqual([
        ["e-grant.active", "cause call-1"],
        ["e-grant.ended", `cause call-2 ${xray}`],
      ]);
      expect(heard.map(({ resources }) => causeAmong(resources)?.request).toSorted()).toEqual(["call-1", "call-2"]);
    });

    test("drops what matches nobody, and what comes from a source that nobody trusts", async () => {
      const { bus, seenBy } = await open([{ name: "one", source: ["tollgate"], types: ["grant.active"] }]);
      await bus.publish(event("grant.active", "stranger"));
      await bus.publish(event("never.heard"));
      expect(await seenBy("one")).toEqual([]);
    });

    test("takes an event of nearly 256 kB, and says clearly that it takes none larger", async () => {
      const { bus, seenBy } = await open([{ name: "one", source: ["tollgate"], types: ["grant.active"] }]);
      // Two bytes of UTF-8 each: what counts is bytes.
      const sized = (bytes: number) => ({ ...event("grant.active"), detail: { text: `${"é".repeat(bytes / 2)}` } });
      const around = "e-grant.active".length + "tollgate".length + "grant.active".length + '{"text":""}'.length;
      await bus.publish(sized(262_142 - around + 1));
      expect(await seenBy("one")).toHaveLength(1);
      await expect(bus.publish(sized(262_144 - around + 1))).rejects.toThrow(MessageLimitError);
      expect(await seenBy("one")).toHaveLength(0);
    });

    test("carries an event once to a listener whom two of its types match", async () => {
      const { bus, seenBy } = await open([{ name: "one", source: ["tollgate"], types: ["grant.*", "grant.active"] }]);
      await bus.publish(event("grant.active"));
      expect(await seenBy("one")).toHaveLength(1);
    });
  });
}
