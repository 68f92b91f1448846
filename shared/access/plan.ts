import type { Compiled } from "#shared/access/template-compile.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

/** What an item would put on the person's role, and what is wrong with it. */
export type Plan = {
  readonly compiled: Compiled | undefined;
  readonly problems: readonly string[];
  /** With its window as if it began now. */
  readonly document: JsonObject | undefined;
};
