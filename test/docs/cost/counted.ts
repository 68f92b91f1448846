/** What one journey of the deployed plane asks of AWS, as test/emulator/stories/calls-per-journey.test.ts counts it. */
export type CountedJourney = {
  /** Calls of the functions that do it. */
  readonly doing: number;
  /** Calls that carry its events to the bus. */
  readonly carrying: number;
  /** Calls that tell people of it. */
  readonly telling: number;
  /** Rows that are written by its transactions, events among them, whoever writes them. */
  readonly rowsWritten: number;
};

/** As last counted; the suite holds itself to it, and the bill in docs/cost-of-tollgate.md is worked out from it. */
export const COUNTED = {
  request: { doing: 12, carrying: 10, telling: 20, rowsWritten: 36 },
  /** A new resource that a policy lets settle. */
  event: { doing: 7, carrying: 7, telling: 22, rowsWritten: 62 },
  /** The same where no policy lets it settle (`settle` absent), or where its event comes when that time is over. */
  eventAtOnce: { doing: 6, carrying: 5, telling: 19, rowsWritten: 60 },
  report: { doing: 17, carrying: 2, telling: 0, rowsWritten: 8 },
} as const satisfies { readonly [journey: string]: CountedJourney };

/** Calls of an event that changes nothing: the same delivered `again`, and of a write of `ours`. */
export const NO_NEWS = { again: 10, ours: 0 } as const;

/** At most so many calls; of a report for each file of the bill. */
export const AIMS = { request: 12, event: 6, report: 10 } as const;
