import type { Figures } from "#shared/contracts/figures.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

/** Where figures go that people watch and alarms go by. */
export interface Metrics {
  /**
   * Says figures as of now. Never throws and waits for nothing.
   *
   * @param about ids and places of what was measured, for whoever reads the line; never a person, and never a
   *   dimension
   */
  say(figures: Figures, about?: JsonObject): void;
}
