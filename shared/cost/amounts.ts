import type { Amounts } from "#shared/cost/ledger.ts";
import { addMoney, exactDecimal, subtractMoney, ZERO } from "#shared/kernel/money.ts";

export const NO_AMOUNTS: Amounts = { billed: ZERO, effective: ZERO, list: ZERO, contracted: ZERO };

export const addAmounts = (left: Amounts, right: Amounts): Amounts => ({
  billed: addMoney(left.billed, right.billed),
  effective: addMoney(left.effective, right.effective),
  list: addMoney(left.list, right.list),
  contracted: addMoney(left.contracted, right.contracted),
});

export const subtractAmounts = (left: Amounts, right: Amounts): Amounts => ({
  billed: subtractMoney(left.billed, right.billed),
  effective: subtractMoney(left.effective, right.effective),
  list: subtractMoney(left.list, right.list),
  contracted: subtractMoney(left.contracted, right.contracted),
});

export const sumAmounts = (all: Iterable<Amounts>): Amounts => {
  let total = NO_AMOUNTS;
  for (const each of all) total = addAmounts(total, each);
  return total;
};

export const sameAmounts = (left: Amounts, right: Amounts): boolean =>
  left.billed === right.billed &&
  left.effective === right.effective &&
  left.list === right.list &&
  left.contracted === right.contracted;

/** As exact decimals, the form in which amounts are hashed, stored and sent. */
export const amountsJson = ({ billed, effective, list, contracted }: Amounts) => ({
  billed: exactDecimal(billed),
  effective: exactDecimal(effective),
  list: exactDecimal(list),
  contracted: exactDecimal(contracted),
});
