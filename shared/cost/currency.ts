import { addAmounts, NO_AMOUNTS } from "#shared/cost/amounts.ts";
import type { Amounts } from "#shared/cost/ledger.ts";
import type { BilledLine } from "#shared/cost/tally.ts";
import { attos, type Money } from "#shared/kernel/money.ts";

/** What one unit of each currency is worth in the report's. */
export type Rates = ReadonlyMap<string, Money>;

const ONE = 10n ** 18n;

/**
 * Lines in one currency. Each line's total is multiplied by its rate and rounded half-even to 10^-18
 * once; what that took is returned in units of 10^-36.
 */
export function inOneCurrency<Line extends { readonly amounts: Amounts }>(
  lines: readonly BilledLine<Line>[],
  { currency, rates }: { readonly currency: string; readonly rates: Rates },
): { readonly lines: readonly Line[]; readonly lost: Amounts } {
  let lost = NO_AMOUNTS;
  const converted = lines.map(({ currency: paid, line }) => {
    if (paid === currency) return line;
    const rate = rates.get(paid);
    if (rate === undefined) throw new Error(`A line in ${paid} came through without a rate`);
    const exchanged = exchange(line.amounts, rate);
    lost = addAmounts(lost, exchanged.lost);
    return { ...line, amounts: exchanged.amounts };
  });
  return { lines: converted, lost };
}

function exchange(amounts: Amounts, rate: Money): { readonly amounts: Amounts; readonly lost: Amounts } {
  const [billed, effective, list, contracted] = [
    amounts.billed,
    amounts.effective,
    amounts.list,
    amounts.contracted,
  ].map((amount) => times(amount, rate)) as [Exchanged, Exchanged, Exchanged, Exchanged];
  return {
    amounts: { billed: billed.money, effective: effective.money, list: list.money, contracted: contracted.money },
    lost: { billed: billed.lost, effective: effective.lost, list: list.lost, contracted: contracted.lost },
  };
}

type Exchanged = { readonly money: Money; readonly lost: Money };

function times(amount: Money, rate: Money): Exchanged {
  const exact = amount * rate;
  const size = exact < 0n ? -exact : exact;
  const twice = (size % ONE) * 2n;
  const up = twice > ONE || (twice === ONE && (size / ONE) % 2n === 1n) ? 1n : 0n;
  const rounded = size / ONE + up;
  const money = attos(exact < 0n ? -rounded : rounded);
  return { money, lost: attos(exact - money * ONE) };
}
