import type { Grace } from "#shared/catalog/documents/document.ts";
import type { Caps, Policy, RetentionPolicy } from "#shared/catalog/documents/policy.ts";
import { percent } from "#shared/contracts/documents/amounts.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { record, required } from "#shared/contracts/documents/record.ts";
import { complainAt, isWritten, type Place, type Shape } from "#shared/contracts/documents/shape.ts";
import { wholeNumber } from "#shared/contracts/documents/words.ts";
import { days } from "#shared/kernel/time.ts";

const count = wholeNumber({ min: 1, max: 1_000_000 });

/** What stops a run that would change too much. */
export const caps: Shape<Caps> = record(
  {
    run: required(count, "Writes in one run", 200),
    day: required(count, "Writes in a day", 1000),
    scope: required(percent, "Part of all that is in scope", "20%"),
  },
  { thing: "caps" },
);

/** The shortest wait before data is destroyed. */
const SHORTEST_LOWERING_GRACE = days(7);

/** A policy that writes has caps, a time in which it can be undone, and says how long it waits. */
export function checkEnforcement(policy: Policy, place: Place): void {
  if (policy.mode !== "enforce") return;
  const lacks = (part: string, example: string): void => {
    if (isWritten(place, `/enforcement/${part}`)) return;
    const message = `Cannot enforce ${quoted(policy.id)}: enforcement has no ${part}; write it, such as ${part}: ${example}`;
    complainAt(place, `/enforcement/${part}`, { code: "unsafe-enforce", message });
  };
  if (!isWritten(place, "/enforcement")) {
    const message = `Cannot enforce ${quoted(policy.id)}: it has no enforcement with caps and undo`;
    complainAt(place, "/mode", { code: "unsafe-enforce", message });
    return;
  }
  lacks("caps", "{run: 200, day: 1000, scope: 20%}");
  lacks("undo", "30d");
  if (policy.type === "tagging") lacks("grace", "24h");
  else checkDirections(policy, place);
}

/** Longer only costs and may be at once, when that is said; shorter destroys data. */
function checkDirections(policy: RetentionPolicy, place: Place): void {
  const { raise, lower } = policy.enforcement ?? {};
  const { rules } = policy.retention;
  const opening = `Cannot enforce ${quoted(policy.id)}`;
  if (
    raise === undefined &&
    rules.some(({ min, unset }) => min !== undefined || unset !== undefined) &&
    !isWritten(place, "/enforcement/raise")
  ) {
    const message = `${opening}: enforcement has no raise; write it, such as raise: {grace: none}`;
    complainAt(place, "/enforcement", { code: "unsafe-enforce", message });
  }
  const lowers = rules.some(({ max }) => max !== undefined);
  if (!lowers || (lower === undefined && isWritten(place, "/enforcement/lower"))) return;
  if (!isLongEnough(lower?.grace)) {
    const message = `${opening}: lowering retention destroys data; it needs a grace of at least 7d, such as lower: {grace: 14d, approve: [target.owners]}`;
    complainAt(place, "/enforcement/lower/grace", { code: "unsafe-lowering", message });
  }
  if ((lower?.approve ?? []).length === 0) {
    const message = `${opening}: lowering retention destroys data; it needs approval, such as approve: [target.owners, team:security]`;
    complainAt(place, "/enforcement/lower/approve", { code: "unsafe-lowering", message });
  }
}

const isLongEnough = (grace: Grace | undefined): boolean =>
  grace !== undefined && grace !== "none" && grace >= SHORTEST_LOWERING_GRACE;
