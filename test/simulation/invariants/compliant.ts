import type { Resource } from "#test/simulation/invariants/history.ts";

/** The two rules, written by hand. */
export const isCompliant = ({ tags, settings }: Resource, policy: string): boolean => {
  if (policy === "core-tags") return tags["Environment"] === "prod" || tags["Environment"] === "dev";
  const days = settings["retentionInDays"];
  return typeof days === "number" && days >= 30 && days <= 400;
};
