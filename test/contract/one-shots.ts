import { describe, expect, test } from "vitest";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, epochMillis, minutes, plus } from "#shared/kernel/time.ts";
import type { OneShots } from "#shared/storage/messaging.ts";

export type Fired = { readonly name: string; readonly target: string; readonly payload: JsonObject };

export type OneShotsWorld = {
  readonly oneShots: OneShots;
  readonly now: EpochMillis;
  /** Lets time pass to a moment; answers what fired on the way, each forgotten by firing. */
  readonly firedBy: (moment: EpochMillis) => Promise<readonly Fired[]>;
};

/** What every implementation of {@link OneShots} does. */
export function oneShotsContract(name: string, open: () => Promise<OneShotsWorld>): void {
  describe(`${name} as one-shots`, () => {
    const end = (now: EpochMillis, after: number, payload: JsonObject = { grant: "G-1-1" }) => ({
      name: "end-G-1-1",
      at: epochMillis(now + after),
      target: "grant-converge",
      payload,
    });

    test("fire at their moment with what they carry, not before and not twice", async () => {
      const { oneShots, now, firedBy } = await open();
      await oneShots.create(end(now, 60_000));
      expect(await firedBy(epochMillis(now + 59_999))).toEqual([]);
      const fired = { name: "end-G-1-1", target: "grant-converge", payload: { grant: "G-1-1" } };
      expect(await firedBy(plus(now, minutes(1)))).toEqual([fired]);
      expect(await firedBy(plus(now, minutes(9)))).toEqual([]);
    });

    test("stand as they were made first: to make one again confirms it", async () => {
      const { oneShots, now, firedBy } = await open();
      await oneShots.create(end(now, 60_000, { first: true }));
      await oneShots.create(end(now, 600_000, { first: false }));
      expect((await firedBy(plus(now, minutes(1)))).map(({ payload }) => payload)).toEqual([{ first: true }]);
      expect(await firedBy(plus(now, minutes(20)))).toEqual([]);
    });

    test("never fire once deleted, and to delete what is not there is fine", async () => {
      const { oneShots, now, firedBy } = await open();
      await oneShots.create(end(now, 60_000));
      await oneShots.delete("end-G-1-1");
      await oneShots.delete("end-G-1-1");
      expect(await firedBy(plus(now, minutes(5)))).toEqual([]);
    });

    test("fire at once when their moment is past already", async () => {
      const { oneShots, now, firedBy } = await open();
      await oneShots.create(end(now, -60_000));
      expect(await firedBy(now)).toHaveLength(1);
    });
  });
}
