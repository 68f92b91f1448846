import { describe, expect, test } from "vitest";
import { plus, seconds } from "#shared/kernel/time.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { MessageLimitError } from "#shared/storage/messaging-limits.ts";
import { type Outgoing, publishOrKeep, publishWaiting } from "#shared/storage/outbox.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

const outgoing = (id: string): Outgoing => ({ id, type: "grant.active", detail: { grant: id } });

function publishing() {
  const { table, clock } = memoryRecords();
  const sent: string[] = [];
  const down = new Set<string>();
  let silent = false;
  const bus: Bus = {
    async publish({ id, source, type }) {
      if (silent || down.has(id)) throw new Error("the bus does not answer");
      sent.push(`${source} ${type} ${id}`);
    },
  };
  const keepAll = async (ids: readonly string[]) => {
    silent = true;
    for (const id of ids) {
      expect(await publishOrKeep(outgoing(id), { bus, table, clock })).toBe("kept");
      clock.set(plus(clock.now(), seconds(1)));
    }
    silent = false;
  };
  return { bus, table, clock, sent, down, keepAll };
}

const told = (ids: readonly string[]) => ids.map((id) => `tollgate grant.active ${id}`);

describe("an event for the bus", () => {
  test("that goes out is not kept", async () => {
    const deps = publishing();
    expect(await publishOrKeep(outgoing("e1"), deps)).toBe("published");
    expect(await publishWaiting(deps)).toBe(0);
    expect(deps.sent).toEqual(told(["e1"]));
  });

  test("that does not is sent later, oldest first, once, more of them than one page holds", async () => {
    const deps = publishing();
    const ids = Array.from({ length: 60 }, (_, index) => `e${60 - index}`);
    await deps.keepAll(ids);
    expect(await publishWaiting(deps)).toBe(60);
    expect(deps.sent).toEqual(told(ids));
    expect(await publishWaiting(deps)).toBe(0);
  });

  test("that is delivered to us twice is kept once", async () => {
    const deps = publishing();
    await deps.keepAll(["e1", "e1"]);
    expect(await publishWaiting(deps)).toBe(1);
  });

  test("that fails again stays, with all behind it in their order; what went out before it is gone", async () => {
    const deps = publishing();
    await deps.keepAll(["e1", "e2", "e3"]);
    deps.down.add("e2");
    await expect(publishWaiting(deps)).rejects.toThrow("the bus does not answer");
    deps.down.clear();
    expect(await publishWaiting(deps)).toBe(2);
    expect(deps.sent).toEqual(told(["e1", "e2", "e3"]));
  });

  test("that is too large for the bus is told after all others went out, and holds none up", async () => {
    const deps = publishing();
    await deps.keepAll(["e1", "e2", "e3"]);
    const bus: Bus = {
      async publish(event) {
        if (event.id === "e2") throw new MessageLimitError("too large");
        await deps.bus.publish(event);
      },
    };
    await expect(publishWaiting({ ...deps, bus })).rejects.toThrow("too large");
    expect(deps.sent).toEqual(told(["e1", "e3"]));
    expect(await publishWaiting(deps)).toBe(1);
  });

  test("is sent at least once by two who send at the same time, and none is left", async () => {
    const deps = publishing();
    await deps.keepAll(["e1", "e2", "e3"]);
    await Promise.all([publishWaiting(deps), publishWaiting(deps)]);
    expect(new Set(deps.sent)).toEqual(new Set(told(["e1", "e2", "e3"])));
    expect(await publishWaiting(deps)).toBe(0);
  });
});
