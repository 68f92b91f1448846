import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Io } from "#functions/cli/io.ts";
import { telling } from "#functions/cli/progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function machine(): { readonly io: Io; readonly told: string[] } {
  const told: string[] = [];
  const io: Io = {
    out: () => expect.unreachable("progress is no data"),
    err: (text) => void told.push(text),
    env: {},
    cwd: "/",
    width: undefined,
    ask: undefined,
  };
  return { io, told };
}

test("what takes longer than a moment is told on stderr, once", async () => {
  const { io, told } = machine();
  const { promise, resolve } = Promise.withResolvers<string>();
  const waiting = telling(io, "Taking in 1 path", promise);
  await vi.advanceTimersByTimeAsync(399);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual(["Taking in 1 path…\n"]);
  resolve("done");
  expect(await waiting).toBe("done");
});

test.each([
  { because: "it was quick", work: () => Promise.resolve("done") },
  { because: "it failed at once", work: () => Promise.reject(new Error("no")) },
])("nothing is told when $because", async ({ work }) => {
  const { io, told } = machine();
  await telling(io, "Working", work()).catch(() => undefined);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([]);
});
