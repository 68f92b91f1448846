import type { CalendarDate } from "#shared/kernel/calendar.ts";

/** The paid requests of one day in UTC, over all workers. */
export type PaidRequests = { readonly day: CalendarDate; readonly made: number };

/** `spent`: the day's budget is used up, and the request must not be made. */
export type Taken =
  | { readonly kind: "taken"; readonly made: number }
  | { readonly kind: "spent"; readonly day: CalendarDate; readonly most: number };

/**
 * A hard budget of paid requests a day. One is taken before each request, so that no crash and no second worker can
 * make one that is not counted; a request that then fails was counted all the same.
 */
export interface RequestBudget {
  /** @throws Contention when others keep taking: ask again */
  take(): Promise<Taken>;
}
