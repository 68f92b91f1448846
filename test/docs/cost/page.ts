import { formatMoney, type Money } from "#shared/kernel/money.ts";
import { ASSUMED, DEPLOYED, IDLE } from "#test/docs/cost/assumed.ts";
import { type BillLine, configBill, dashboardsBill, type Load, tollgateBill, totalOf } from "#test/docs/cost/bill.ts";
import { AIMS, COUNTED, NO_NEWS } from "#test/docs/cost/counted.ts";
import { PRICES } from "#test/docs/cost/prices.ts";
import { GENERATED, markdownTable, page } from "#test/docs/markdown.ts";

const PEOPLE = [50n, 500n, 5_000n] as const;
const EVENTS = [100_000n, 1_000_000n, 10_000_000n] as const;
const MIDDLE: Load = { people: 500n, events: 1_000_000n };

const usd = (money: Money): string => `$${formatMoney(money)}`;
const whole = (count: bigint | number): string => count.toLocaleString("en-GB");

const totals = (): string =>
  markdownTable(
    ["people", "governed events", "Tollgate", "AWS Config, 5 rules", "CID"],
    PEOPLE.flatMap((people) =>
      EVENTS.map((events) => {
        const load = { people, events };
        const bills = [tollgateBill(load), configBill(load), dashboardsBill(load)];
        return [whole(people), whole(events), ...bills.map((bill) => usd(totalOf(bill)))];
      }),
    ),
  );

const lines = (bill: readonly BillLine[]): string =>
  markdownTable(
    ["what", "how much", "USD"],
    bill
      .toSorted((left, right) => (left.usd < right.usd ? 1 : -1))
      .map(({ priced, quantity, usd: cost }) => [PRICES[priced].unit, whole(quantity), usd(cost)]),
  );

/** The lines that make the most of a bill, largest first, and the rest of it as one. */
function picture(load: Load): string {
  const bill = tollgateBill(load).toSorted((left, right) => (left.usd < right.usd ? 1 : -1));
  const [top, rest] = [bill.slice(0, 7), bill.slice(7)];
  const slices = top.map(({ priced, usd: cost }) => `  "${PRICES[priced].unit}" : ${formatMoney(cost)}`);
  const title = `pie showData title ${whole(load.people)} people, ${whole(load.events)} governed events: USD a month`;
  return ["```mermaid", title, ...slices, `  "all else" : ${formatMoney(totalOf(rest))}`, "```"].join("\n");
}

const JOURNEYS = [
  ["request", "request", "request to active"],
  ["event", "event", "event to put right, with a time to settle"],
  ["eventAtOnce", "event", "event to put right, with none"],
  ["report", "report", "bill of one file to report"],
] as const;

const journeys = (): string =>
  markdownTable(
    ["journey", "calls that do it", "carry its events", "tell people", "rows written", "aim"],
    JOURNEYS.map(([name, aim, title]) => {
      const { doing, carrying, telling, rowsWritten } = COUNTED[name];
      return [title, ...[doing, carrying, telling, rowsWritten].map(whole), whole(AIMS[aim])];
    }),
  );

const prices = (): string =>
  markdownTable(
    ["unit", "USD", "read", "source"],
    Object.values(PRICES).map(({ usd: money, per, unit, source, read }) => [
      per === 1n ? unit : `${whole(per)} ${unit}`,
      formatMoney(money, 4),
      read,
      source,
    ]),
  );

const assumed = (): string =>
  Object.values(ASSUMED)
    .map(([count, what]) => `- ${whole(count)} ${what}`)
    .join("\n");

const INTRODUCTION = `What a month of Tollgate costs on AWS, worked out from calls that the suite on the emulator counts
(\`test/emulator/stories/calls-per-journey.test.ts\`) and list prices of us-east-1 in USD: no free tier, no discount, no
tax, no support. It is an estimate to choose by, not a quotation; what it rests on is below, line by line.`;

const BESIDE = `AWS Config is counted as one configuration item and five rule evaluations for each governed event. It records and
judges; what puts a resource right, who may have access and what a workload costs are not in it. The Cloud Intelligence Dashboards (CID) are counted as their authors, a reader for every
tenth person at the most that a reader costs, and a scan of the bill each day; they show cost and neither
decide nor change anything. AWS's own sample cost for them is $100 to $200 a month. Neither replaces the other, nor Tollgate either of them.`;

const heldBy = (): string => {
  const { event, eventAtOnce, report } = COUNTED;
  return `Calls are requests of AWS as its IAM sees them, of functions that are warm; a transaction and a joined read are one
call each. While a journey is counted no schedule runs, and what a sweep asks with nothing to do is taken off.

- **request to active** costs what is aimed at. Asking: one read of what the person holds, which another process wrote last, and one
  transaction. Each of the two decisions: one transaction; what it rests on is its condition. Bringing it on: one joined read of the
  request; the transactions that plan the grant, that permit the put and that confirm it together with its request; the schedule of
  the end, the role read before the put, the put and the read-back. A process that has yet to see the catalogue and the people, or saw
  them before they changed, reads them by one call more; a request of several grants costs the calls of each, and one read and one
  transaction to bring it on behind them.
- **event to put right** costs ${eventAtOnce.doing} where no policy lets the resource settle (\`settle\` absent), which is what is aimed at, and ${event.doing} where one does, as the sample is written. Each is counted by a policy that says so.
  The ${eventAtOnce.doing}: the bucket's tags and lifecycle; one transaction (sighting,
  its shard's count, finding, before-image, count against the caps, on condition of the switch and of every row that the process had in mind); the put of its tags, upon those that were read less than a second
  before; the read-back; one transaction that closes it. An event that comes when the time to settle is over goes the same way, and is counted too.
  The one more, where it settles: hearing of it is a transaction of its own (sighting, count, and the row that lets it wait), or the wait would be in
  no row. Nothing of these is left out: each write has its record before it and its proof after it.
  A policy's time counts for what it may be about, by ARN, type, account and region: one about other resources lets nothing wait.
  The same event delivered once more costs ${NO_NEWS.again} and changes nothing: it is taken for new, so its first transaction is refused, and rows and account are asked anew. CloudTrail's word of our own write is known by its session, and costs ${NO_NEWS.ours}.
  More is asked where less is known. A process that another one came between since it saw the shard's count or the policy's row loses its first transaction and reads the rows once more; with no time to settle, the
  account too. A put more than a second after the reading reads the tags again. A bucket that a sweep found, or a change of one, is looked for in the account's list first.
- **report** is met for each further file of a bill: 2 calls (its bytes, its copy). A bill of one file costs ${report.doing}
  with its report, ${report.doing - AIMS.report} over if all of it is put on that file. Taken in by 7: the manifest and the file; a joined read of the catalogue and of earlier
  imports of the file; a joined read of the month and of who brings its accounts, on which it writes; the copy of the file and the ledger; one transaction. Reported by 10: a
  list of the thirteen months' bills; a joined read (the bills of the month, their imports, and whether the report has a version yet); the ledger; the month's runs; the
  report's five files; one transaction, on condition that who asks and the catalogue are as they were. Twelve of these are objects and transactions, which are
  the outcome; the five others are what it rests on. A ledger more is read for each further month or source that has bills, and two calls more find the newest
  version where the report has one.

The suite fails when a journey costs more than this, beyond six calls for hints that came as two.`;
};

const background = (): string =>
  `With nobody at work the plane runs ${whole(IDLE.runsAMonth)} times a month by its schedules and asks its indexes ${whole((IDLE.queriesIn32Minutes * 43_200n) / 32n)} times
(in 32 minutes on the emulator: access-sweep 198, enforcement-sweep 99, outbox-sweep 33); those reads cost four cents, so they are
left as they are. What does cost is that Lambda polls ${DEPLOYED.polledQueues} queues, and that ${DEPLOYED.alarms} alarms and ${DEPLOYED.metrics} metrics stand.`;

/** docs/cost-of-tollgate.md */
export const costPage = (): string =>
  page(
    "# What Tollgate costs",
    GENERATED,
    INTRODUCTION,
    "## A month, in USD",
    totals(),
    BESIDE,
    "## Where it goes",
    picture(MIDDLE),
    lines(tollgateBill(MIDDLE)),
    "## With nobody at work",
    background(),
    lines(tollgateBill({ people: 0n, events: 0n })),
    "## Calls of a journey",
    journeys(),
    heldBy(),
    "## Assumed",
    assumed(),
    "## Prices",
    "The date is the source's own; where its page has none, it is the day that it was read. Look at each before you rely on a line of it.",
    prices(),
  );
