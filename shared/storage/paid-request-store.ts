import { StoredPaidRequests } from "#shared/contracts/stored/paid-requests.ts";
import type { PaidRequests, RequestBudget } from "#shared/cost/day-zero/request-budget.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { Contention } from "#shared/kernel/contention.ts";
import { type Clock, isoOf } from "#shared/kernel/time.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import type { Records } from "#shared/storage/records.ts";

/** One row a day, by the day. */
export const paidRequestsKind: RecordKind<PaidRequests> = {
  name: "paid-requests",
  version: 1,
  encode: (value) => value,
  decode: (body) => StoredPaidRequests.parse(body),
  indexes: ({ day }) => ({ list: { partition: "PAID-REQUESTS", sort: day } }),
};

export type RequestBudgetRules = {
  /** Requests a day in UTC; 0 lets none be made. */
  readonly most: number;
  readonly clock: Clock;
  /** Who asks, as events name it. */
  readonly by: string;
};

/** The count of a day is changed under the revision that was read, so two workers cannot take the same request. */
export const requestBudgetOn = (records: Records, { most, clock, by }: RequestBudgetRules): RequestBudget => ({
  async take() {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const day = isoOf(clock.now()).slice(0, 10) as CalendarDate;
      const stored = await records.find(paidRequestsKind, day);
      const made = (stored?.value.made ?? 0) + 1;
      if (made > most) return { kind: "spent", day, most };
      const value = { day, made };
      const event = { type: "paid-requests.made", by, data: { day, made } };
      const change = records.upsert(paidRequestsKind, day, { stored, value, event });
      if ((await records.commit([change])).ok) return { kind: "taken", made };
    }
    throw new Contention("Cannot take a request from the day's budget: others keep taking them");
  },
});
