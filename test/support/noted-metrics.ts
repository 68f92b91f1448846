import type { Figures } from "#shared/contracts/figures.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";

export type NotedMetrics = Metrics & { readonly said: { readonly figures: Figures; readonly about?: JsonObject }[] };

/** Keeps what was said, in its order. */
export function notedMetrics(): NotedMetrics {
  const said: NotedMetrics["said"] = [];
  return { said, say: (figures, about) => void said.push({ figures, ...(about === undefined ? {} : { about }) }) };
}
