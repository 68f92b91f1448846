import { expect, test } from "vitest";
import { emfMetrics } from "#shared/adapters/aws/emf-metrics.ts";

const NOW = 1_795_424_400_000;

test("figures are one line of the embedded metric format, and what they are about is no dimension", () => {
  const lines: string[] = [];
  const metrics = emfMetrics(
    (line) => void lines.push(line),
    () => NOW,
  );
  metrics.say({ drift: 2, event_loss_percent: 12.5 }, { account: "111122223333" });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{[^\n]+\}\n$/);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    at: "2026-11-23T09:00:00.000Z",
    level: "info",
    message: "Figures",
    account: "111122223333",
    Service: "tollgate",
    drift: 2,
    event_loss_percent: 12.5,
    _aws: {
      Timestamp: NOW,
      CloudWatchMetrics: [
        {
          Namespace: "Tollgate",
          Dimensions: [["Service"]],
          Metrics: [
            { Name: "drift", Unit: "Count" },
            { Name: "event_loss_percent", Unit: "Percent" },
          ],
        },
      ],
    },
  });
});

test("what figures are about cannot stand in for a figure", () => {
  const lines: string[] = [];
  const metrics = emfMetrics(
    (line) => void lines.push(line),
    () => NOW,
  );
  metrics.say({ drift: 2 }, { drift: 9, Service: "other", _aws: {} });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ drift: 2, Service: "tollgate", _aws: { Timestamp: NOW } });
});
