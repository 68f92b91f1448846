import { FIGURE_DIMENSION, FIGURE_NAMESPACE, FIGURES, type FigureName } from "#shared/contracts/figures.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { causeFields } from "#shared/storage/cause.ts";

/**
 * Figures as lines of the log that CloudWatch Logs makes metrics of: no call, no permission (CloudWatch user guide,
 * "Specification: Embedded metric format"). The line must reach the log as it is, so it goes to standard output and
 * not through `console`, which Lambda would wrap in a line of its own.
 */
export function emfMetrics(write: (line: string) => void, now: () => number): Metrics {
  return {
    say(figures, about = {}) {
      const names = Object.keys(figures) as readonly FigureName[];
      const moment = now();
      const line = {
        at: new Date(moment).toISOString(),
        level: "info",
        message: "Figures",
        ...causeFields(),
        ...about,
        ...FIGURE_DIMENSION,
        ...figures,
        _aws: {
          Timestamp: moment,
          CloudWatchMetrics: [
            {
              Namespace: FIGURE_NAMESPACE,
              Dimensions: [Object.keys(FIGURE_DIMENSION)],
              Metrics: names.map((name) => ({ Name: name, Unit: FIGURES[name] })),
            },
          ],
        },
      };
      write(`${JSON.stringify(line)}\n`);
    },
  };
}
