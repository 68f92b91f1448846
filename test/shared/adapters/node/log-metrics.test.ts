import { expect, test } from "vitest";
import { logMetrics } from "#shared/adapters/node/log-metrics.ts";

test("a host without CloudWatch writes figures as a line of its log", () => {
  const lines: unknown[] = [];
  const note = (...line: unknown[]) => void lines.push(line);
  logMetrics({ info: note, warn: note, error: note }).say({ drift: 2 }, { account: "111122223333" });
  expect(lines).toEqual([["Figures", { account: "111122223333", drift: 2 }]]);
});
