import type * as z from "zod";
import type { getCatalogPlan } from "#shared/contracts/http/catalog-plans.ts";

type Held = z.infer<(typeof getCatalogPlan)["answers"][200]>["held"][number];

/** `asked since 2026-11-23T09:00, reminded once, nobody answered by …, so team:orders.lead too`; empty of one that waits for nobody. */
export function heldWaitWords({ waits }: Pick<Held, "waits">): string {
  if (waits === undefined) return "";
  const { askedSince, reminders, escalated } = waits;
  return [
    `asked since ${askedSince.slice(0, 16)}`,
    ...(reminders === 0 ? [] : [`reminded ${reminders === 1 ? "once" : `${reminders} times`}`]),
    ...(escalated === undefined ? [] : [escalationWords(escalated)]),
  ].join(", ");
}

const escalationWords = ({ at, to, added }: NonNullable<NonNullable<Held["waits"]>["escalated"]>): string =>
  `nobody answered by ${at.slice(0, 16)}, ${added ? `so ${to} too` : "and there is nobody else to ask"}`;
