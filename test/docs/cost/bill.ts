import { attos, type Money, sumMoney } from "#shared/kernel/money.ts";
import { ASSUMED, DEPLOYED, IDLE } from "#test/docs/cost/assumed.ts";
import { COUNTED } from "#test/docs/cost/counted.ts";
import { PRICES, type Priced } from "#test/docs/cost/prices.ts";

/** A company's month. */
export type Load = { readonly people: bigint; readonly events: bigint };

export type BillLine = { readonly priced: Priced; readonly quantity: bigint; readonly usd: Money };

/** Quantity times price, rounded up to 10^-18 of a dollar. */
export function lineOf(priced: Priced, quantity: bigint): BillLine {
  const { usd, per } = PRICES[priced];
  return { priced, quantity, usd: attos((usd * quantity + per - 1n) / per) };
}

export const totalOf = (lines: readonly BillLine[]): Money => sumMoney(lines.map(({ usd }) => usd));

/** What is done in a month, whatever it costs. */
type Work = {
  readonly calls: bigint;
  readonly rows: bigint;
  readonly carried: bigint;
  readonly invocations: bigint;
  readonly mails: bigint;
};

const of = (name: keyof typeof ASSUMED): bigint => ASSUMED[name][0];

type Journey = {
  readonly doing: number;
  readonly carrying: number;
  readonly telling: number;
  readonly rowsWritten: number;
};

/** A row and its event are written together, and each event wakes one function. A mail is a quarter of what telling calls. */
function workOf({ doing, carrying, telling, rowsWritten }: Journey, times: bigint): Work {
  const events = BigInt(rowsWritten) / 2n;
  return {
    calls: times * BigInt(doing + telling),
    rows: times * BigInt(rowsWritten),
    carried: times * events,
    invocations: times * (events + BigInt(carrying) + 1n),
    mails: (times * BigInt(telling)) / 4n,
  };
}

const idle: Work = { calls: 0n, rows: 0n, carried: 0n, invocations: IDLE.runsAMonth, mails: 0n };

function eventWork(events: bigint): readonly Work[] {
  const share = (name: "putRightOf1000" | "newGoodOf1000") => (events * of(name)) / 1_000n;
  const [wrong, fresh] = [share("putRightOf1000"), share("newGoodOf1000")];
  const good = {
    doing: Number(of("newGoodCalls")),
    carrying: 2,
    telling: 0,
    rowsWritten: Number(of("newGoodRows")),
  };
  const changes = events - wrong - fresh;
  return [
    workOf(COUNTED.event, wrong),
    workOf(good, fresh),
    { calls: changes * of("changeCalls"), rows: 0n, carried: 0n, invocations: changes, mails: 0n },
  ];
}

function peopleWork({ people }: Load): readonly Work[] {
  const requests = people * of("requestsAPerson");
  const calls = people * of("apiCallsAPerson");
  return [
    // Begun and ended.
    workOf(COUNTED.request, requests * 2n),
    { calls: calls * 3n, rows: 0n, carried: 0n, invocations: calls, mails: 0n },
  ];
}

const filesOf = ({ people }: Load): bigint => 1n + people / of("peopleAFile");

function billWork(load: Load): Work {
  const { calls, ...rest } = workOf(COUNTED.report, of("billsAMonth"));
  return { ...rest, calls: calls + of("billsAMonth") * (filesOf(load) - 1n) * of("fileCalls") };
}

const sum = (work: readonly Work[], name: keyof Work): bigint => work.reduce((all, each) => all + each[name], 0n);

/** The plane's month, line by line; every reading is taken for a read of the table, which none is dearer than. */
export function tollgateBill(load: Load): readonly BillLine[] {
  const work = [idle, ...eventWork(load.events), ...peopleWork(load), billWork(load)];
  const [calls, rows, carried] = [sum(work, "calls"), sum(work, "rows"), sum(work, "carried")];
  const invocations = sum(work, "invocations");
  const idleQueries = (IDLE.queriesIn32Minutes * of("minutesAMonth")) / 32n;
  const kept = (rows * 12n * of("rowKilobytes")) / 1_000_000n + 1n;
  const seconds = of("minutesAMonth") * 60n;
  const traced = invocations < seconds ? invocations : seconds + ((invocations - seconds) * of("tracedOf100")) / 100n;
  const polls = DEPLOYED.polledQueues * of("pollsAMinute") * of("minutesAMonth");
  return [
    lineOf("tableWrite", rows * of("unitsARow")),
    lineOf("tableRead", calls * of("unitsACall") + idleQueries),
    lineOf("tableStorage", kept),
    lineOf("tableRecovery", kept),
    lineOf("invocation", invocations),
    lineOf("compute", (invocations * of("milliseconds")) / 2_000n),
    lineOf("apiCall", load.people * (of("apiCallsAPerson") + 3n * of("requestsAPerson"))),
    lineOf("busEvent", carried + load.events),
    lineOf("schedule", load.people * of("requestsAPerson")),
    lineOf("queueCall", polls + (carried + load.events) * of("queueCallsAnEvent")),
    lineOf("logs", (invocations * of("logBytes")) / 1_000_000_000n + 1n),
    lineOf("metric", DEPLOYED.metrics),
    lineOf("alarm", DEPLOYED.alarms),
    lineOf("dashboard", DEPLOYED.dashboards),
    lineOf("key", DEPLOYED.keys),
    lineOf("keyCall", of("tablesKeyCalls")),
    lineOf("trace", traced),
    lineOf("mail", sum(work, "mails")),
    lineOf("bucketStorage", 1n + (12n * filesOf(load)) / 10n),
    lineOf("bucketGet", load.events * of("cloudReads") + of("billsAMonth") * 20n),
    lineOf("bucketPut", of("billsAMonth") * (8n + filesOf(load))),
  ];
}

const RULES = 5n;
const between = (count: bigint, from: bigint, to: bigint): bigint =>
  count <= from ? 0n : (count < to ? count : to) - from;

/** AWS Config on the same resources: each event an item, five rules on each; no remediation, no access, no report. */
export const configBill = ({ events }: Load): readonly BillLine[] => [
  lineOf("configItem", events),
  lineOf("configRule", between(events * RULES, 0n, 100_000n)),
  lineOf("configRuleNext", between(events * RULES, 100_000n, 500_000n)),
  lineOf("configRuleRest", between(events * RULES, 500_000n, events * RULES)),
];

/** The Cloud Intelligence Dashboards for the same company: who makes and reads them, and what is scanned each day. */
export const dashboardsBill = (load: Load): readonly BillLine[] => [
  lineOf("author", 2n + load.people / 500n),
  lineOf("reader", load.people / 10n),
  lineOf("scan", 30n * filesOf(load)),
  lineOf("bucketStorage", 1n + (12n * filesOf(load)) / 10n),
];
