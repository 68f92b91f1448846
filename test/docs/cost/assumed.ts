/** What the bill rests on beside counts and prices; each line is shown in the document. */
export const ASSUMED = {
  minutesAMonth: [43_200n, "minutes in a month of 30 days"],
  requestsAPerson: [
    2n,
    "access requests a person makes in a month; each also ends, for as many calls again as it took to decide it",
  ],
  apiCallsAPerson: [
    300n,
    "calls of the API a person makes in a month with the page or the command line, pages that poll among them",
  ],
  putRightOf1000: [10n, "of 1,000 governed events: a new resource that is found wrong and put right"],
  newGoodOf1000: [
    90n,
    "of 1,000 governed events: a new resource that is as it must be; the others are changes that break no rule",
  ],
  newGoodCalls: [4n, "calls for a new resource that is as it must be: told of, settled, read, judged"],
  newGoodRows: [8n, "rows written for it"],
  changeCalls: [5n, "calls for a change that breaks no rule; it writes no row"],
  cloudReads: [3n, "of the calls for an event: reads of the resource itself, billed as S3 reads"],
  billsAMonth: [30n, "deliveries of the bill in a month; each is taken in and reported"],
  peopleAFile: [250n, "people of the company for each further file of the bill"],
  fileCalls: [2n, "calls for each further file of a bill"],
  unitsARow: [7n, "write units of a row of up to 2 kB: four for the transaction, three for 1.5 indexes"],
  unitsACall: [3n, "read units of a call: rows of up to 4 kB, several of them in a joined read"],
  rowKilobytes: [2n, "kilobytes of a row, kept in the table for twelve months"],
  milliseconds: [150n, "milliseconds of an invocation at 512 MB"],
  logBytes: [2_000n, "bytes of log that an invocation leaves"],
  queueCallsAnEvent: [3n, "requests of SQS for an event that is delivered: sent, received, deleted"],
  pollsAMinute: [15n, "empty requests of SQS a minute for each queue: Lambda keeps five pollers, each waits 20 s"],
  tracedOf100: [5n, "of 100 invocations are traced, and before that the first of each second"],
  tablesKeyCalls: [225_000n, "calls of KMS a month, which services keep for five minutes"],
} as const satisfies { readonly [name: string]: readonly [bigint, string] };

/** As synthesised; test/infra/aws/cost-parts.test.ts holds it against the template. */
export const DEPLOYED = { polledQueues: 18n, alarms: 70n, metrics: 21n, dashboards: 1n, keys: 2n } as const;

/** Index queries with nothing due and runs, counted on the emulator in 32 minutes, per minute times ten. */
export const IDLE = {
  /** access-sweep 198 (33 runs of 6), enforcement-sweep 99, outbox-sweep 33 in 32 minutes. */
  queriesIn32Minutes: 330n,
  /** 3 each minute; finding-digest every 5; catalog-sweep and sweep-plan every 15; three functions each hour; one each six hours; one a day. */
  runsAMonth: 3n * 43_200n + 8_640n + 2n * 2_880n + 3n * 720n + 120n + 30n,
} as const;
