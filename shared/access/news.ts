import type { AccessRequest } from "#shared/access/access-request.ts";
import { itemsLeft } from "#shared/access/narrow.ts";
import type { Company } from "#shared/access/stages.ts";
import type { Who } from "#shared/catalog/documents/who.ts";
import type { Asking } from "#shared/catalog/people-of.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";

/** Somebody who is to hear, and what the words that name them are about. */
export type Hearer = { readonly who: Who; readonly asking: Asking };

/** Something to tell of a request. One destination is told it once, however often the event of it comes. */
export type News = {
  readonly turn: string;
  readonly hearers: readonly Hearer[];
  readonly title: string;
  readonly lines: readonly string[];
};

/** A request, the moment at which it is told of, and the company whose people are told. */
export type Telling<Request extends AccessRequest = AccessRequest> = {
  readonly request: Request;
  readonly now: EpochMillis;
  readonly company: Pick<Company, "catalog" | "people">;
};

/** `2026-11-24 09:00 UTC` */
export const minuteOf = (moment: EpochMillis): string => `${isoOf(moment).slice(0, 16).replace("T", " ")} UTC`;

/** `sales.orders in prod, sales.stock in prod` */
export const thingsOf = (request: AccessRequest): string =>
  [...new Set(itemsLeft(request).map(({ dataset, environment }) => `${dataset} in ${environment}`))].join(", ");
