import { describe, expect, test } from "vitest";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, epochMillis, type Millis, plus } from "#shared/kernel/time.ts";
import type { OneShots } from "#shared/storage/messaging.ts";

export type Fired = { readonly name: string; readonly target: string; readonly payload: JsonObject };

export type OneShotsWorld = {
  readonly oneShots: OneShots;
  readonly now: EpochMillis;
  /** How long a minute of this suite lasts: shorter where time is real. */
  readonly minute: Millis;
  /** Lets time pass to just before a moment; answers what fired on the way, each forgotten by firing. */
  readonly firedBefore: (moment: EpochMillis) => Promise<readonly Fired[]>;
  /** Lets time pass to a moment, and as far beyond it as the adapter may be late. */
  readonly firedBy: (moment: EpochMillis) => Promise<readonly Fired[]>;
};

/** What every implementation of {@link OneShots} does. */
export function oneShotsContract(name: string, open: () => Promise<OneShotsWorld>): void {
  // All at once: where time is real, it passes once.
  describe(`${name} as one-shots`, { concurrent: true }, () => {
    const end = (now: EpochMillis, after: number, payload: JsonObject = { grant: "G-1-1" }) => ({
      name: "end-G-1-1",
      at: epochMillis(now + after),
      target: "grant-converge",
      payload,
    });

    test("fire at their moment with what they carry, not before and not twice", async () => {
      const { oneShots, now, minute, firedBefore, firedBy } = await open();
      await oneShots.create(end(now, minute));
      expect(await firedBefore(plus(now, minute))).toEqual([]);
      const fired = { name: "end-G-1-1", target: "grant-converge", payload: { grant: "G-1-1" } };
      expect(await firedBy(plus(now, minute))).toEqual([fired]);
      expect(await firedBy(epochMillis(now + 3 * minute))).toEqual([]);
    });

    test("stand as they were made first: to make one again confirms it", async () => {
      const { oneShots, now, minute, firedBy } = await open();
      await oneShots.create(end(now, minute, { first: true }));
      await oneShots.create(end(now, 3 * minute, { first: false }));
      expect((await firedBy(plus(now, minute))).map(({ payload }) => payload)).toEqual([{ first: true }]);
      expect(await firedBy(epochMillis(now + 4 * minute))).toEqual([]);
    });

    test("never fire once deleted, and to delete what is not there is fine", async () => {
      const { oneShots, now, minute, firedBy } = await open();
      await oneShots.create(end(now, minute));
      await oneShots.delete("end-G-1-1");
      await oneShots.delete("end-G-1-1");
      expect(await firedBy(epochMillis(now + 2 * minute))).toEqual([]);
    });

    test("are told from each other by name, whatever it is made of", async () => {
      const { oneShots, now, minute, firedBy } = await open();
      const names = ["end/G 1:1", "end/G-1:1", "é".repeat(80), `${"é".repeat(80)}!`];
      for (const name of names) await oneShots.create({ ...end(now, minute, { name }), name });
      await oneShots.delete("end/G 1:1");
      const fired = await firedBy(plus(now, minute));
      expect(fired.map(({ payload }) => payload["name"]).toSorted()).toEqual(names.slice(1).toSorted());
    });

    test("fire at once when their moment is past already", async () => {
      const { oneShots, now, minute, firedBy } = await open();
      await oneShots.create(end(now, -minute));
      expect(await firedBy(now)).toHaveLength(1);
    });
  });
}
