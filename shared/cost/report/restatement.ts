import { addAmounts, NO_AMOUNTS, sameAmounts, subtractAmounts, sumAmounts } from "#shared/cost/amounts.ts";
import type { Amounts, LedgerLine } from "#shared/cost/ledger.ts";
import { byText, groupBy, tableKey } from "#shared/cost/report/borne.ts";
import type { Restatement, RestatementCause } from "#shared/cost/report/report-evidence.ts";
import { addMoney, type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";

/** A version's own lines, before any split. */
export type VersionLines = { readonly version: number; readonly lines: readonly LedgerLine[] };

type Part = { readonly cause: RestatementCause["cause"]; readonly amounts: Amounts; readonly bearer: string };

const CAUSES: readonly RestatementCause["cause"][] = [
  "corrections",
  "credits and refunds",
  "new rows",
  "changed rows",
  "withdrawn rows",
  "moved to another owner",
];

/**
 * What differs between two versions of one period, by cause; the causes add up to the whole
 * difference exactly, in total and for every bearer.
 *
 * Lines are compared by what the bill says of them (day, service, account, category, invoice): where that sum is the
 * same on both sides, only the owner changed, and the parts cancel out.
 */
export function restatementOf(before: VersionLines, now: readonly LedgerLine[]): Restatement {
  const [old, current] = [groupBy(before.lines, subjectKey), groupBy(now, subjectKey)];
  const parts = [...new Set([...old.keys(), ...current.keys()])].flatMap((key) =>
    partsOf(old.get(key) ?? [], current.get(key) ?? []),
  );
  const causes = CAUSES.map((cause) => causeOf(cause, parts)).filter((cause) => cause !== undefined);
  const [was, is] = [sumAmounts(before.lines.map(amountsOf)), sumAmounts(now.map(amountsOf))];
  return {
    against: { version: before.version, billed: was.billed, effective: was.effective },
    causes,
    billed: subtractMoney(is.billed, was.billed),
    effective: subtractMoney(is.effective, was.effective),
  };
}

const amountsOf = ({ amounts }: LedgerLine): Amounts => amounts;

const subjectKey = ({ day, provider, service, subAccount, category, correction, invoice }: LedgerLine): string =>
  JSON.stringify([day, provider, service, subAccount, category, correction, invoice ?? null]);

function partsOf(old: readonly LedgerLine[], now: readonly LedgerLine[]): readonly Part[] {
  const cause = causeBetween(old, now);
  const sums = new Map<string, Amounts>();
  for (const line of now) add(sums, tableKey(line.bearer), line.amounts);
  for (const line of old) add(sums, tableKey(line.bearer), subtractAmounts(NO_AMOUNTS, line.amounts));
  return [...sums].map(([bearer, amounts]) => ({ cause, amounts, bearer }));
}

function causeBetween(old: readonly LedgerLine[], now: readonly LedgerLine[]): RestatementCause["cause"] {
  const sample = now[0] ?? old[0];
  if (sameAmounts(sumAmounts(old.map(amountsOf)), sumAmounts(now.map(amountsOf)))) return "moved to another owner";
  if (sample?.correction) return "corrections";
  if (sample?.category === "Credit" || sample?.category === "Adjustment") return "credits and refunds";
  if (old.length === 0) return "new rows";
  return now.length === 0 ? "withdrawn rows" : "changed rows";
}

const add = (sums: Map<string, Amounts>, key: string, amounts: Amounts) =>
  sums.set(key, addAmounts(sums.get(key) ?? NO_AMOUNTS, amounts));

function causeOf(cause: RestatementCause["cause"], parts: readonly Part[]): RestatementCause | undefined {
  const mine = parts.filter((part) => part.cause === cause);
  const bearers = new Map<string, Money>();
  for (const { bearer, amounts } of mine) {
    bearers.set(bearer, addMoney(bearers.get(bearer) ?? ZERO, amounts.effective));
  }
  const total = sumAmounts(mine.map(({ amounts }) => amounts));
  const moved = [...bearers].filter(([, effective]) => effective !== ZERO);
  if (moved.length === 0 && total.billed === ZERO && total.effective === ZERO) return undefined;
  return {
    cause,
    billed: total.billed,
    effective: sumMoney(mine.map(({ amounts }) => amounts.effective)),
    bearers: moved.map(([key, effective]) => ({ key, effective })).toSorted((a, b) => byText(a.key, b.key)),
  };
}
