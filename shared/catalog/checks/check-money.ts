import type { Check, Checking } from "#shared/catalog/checks/checking.ts";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { Budget } from "#shared/catalog/documents/budget.ts";
import type { Amount, DocumentRef } from "#shared/catalog/documents/document.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";
import { formatShare, share, WHOLE } from "#shared/kernel/share.ts";

/** Splits are whole, a pool is split once at a time, a thing has one budget per period, in one currency. */
export const checkMoney: Check = (checking) => {
  const rules = checking.index.all("AllocationRule");
  return [
    ...rules.flatMap(splitOf),
    ...rules.flatMap((rule, at) => rules.slice(0, at).flatMap((other) => samePool(rule, other))),
    ...twoBudgets(checking),
    ...currencies(checking),
  ];
};

function splitOf(rule: AllocationRule): readonly CatalogProblem[] {
  const { id, pool, match, split, to = [], from, until } = rule;
  const problems: Omit<CatalogProblem, "document">[] = [];
  if ((pool === undefined) === (match === undefined)) {
    problems.push({
      pointer: "",
      code: "pool-or-match",
      message: `Cannot load rule "${id}": write either "pool" or "match"`,
    });
  }
  if (until !== undefined && until < from) {
    problems.push({
      pointer: "/until",
      code: "empty-interval",
      message: `Cannot end in ${until}: the rule begins in ${from}`,
    });
  }
  if (split.by === "fixed") {
    const total = share(split.shares.reduce((sum, part) => sum + part.share, 0));
    if (total !== WHOLE) {
      problems.push({
        pointer: "/split",
        code: "split",
        message: `Cannot split by ${formatShare(total)}: the shares must be 100% exactly`,
      });
    }
  } else if (split.by === "meter" && to.length === 0) {
    problems.push({
      pointer: "/to",
      code: "split",
      message: `Cannot split by the meter "${split.meter}": write "to", who shares it`,
    });
  }
  return problems.map((problem) => ({ document: { kind: "AllocationRule", id }, ...problem }));
}

const ENDLESS = "9999-12";

type Months = { readonly from: string; readonly until?: string };

const meet = (left: Months, right: Months): boolean =>
  left.from <= (right.until ?? ENDLESS) && right.from <= (left.until ?? ENDLESS);

function samePool(rule: AllocationRule, other: AllocationRule): readonly CatalogProblem[] {
  if (rule.pool === undefined || rule.pool !== other.pool || !meet(rule, other)) return [];
  const problem: CatalogProblem = {
    document: { kind: "AllocationRule", id: rule.id },
    pointer: "/pool",
    code: "same-pool",
    message: `Cannot split "${rule.pool}" twice: "${other.id}" splits it in the same months`,
  };
  return [problem];
}

type Held = Months & {
  readonly document: DocumentRef;
  readonly pointer: string;
  readonly thing: string;
  readonly period: Budget["period"];
};

function twoBudgets({ index, placeOf }: Checking): readonly CatalogProblem[] {
  const short: readonly Held[] = index
    .all("Workload")
    .filter(({ budget }) => budget !== undefined)
    .map(({ id }) => ({
      document: { kind: "Workload", id },
      pointer: "/budget",
      thing: `workload:${id}`,
      period: "month",
      from: "",
    }));
  const long: readonly Held[] = index.all("Budget").map((budget) => ({
    document: { kind: "Budget", id: budget.id },
    pointer: "/for",
    thing: `${budget.for.kind}:${budget.for.id}`,
    period: budget.period,
    from: budget.from,
    ...(budget.until === undefined ? {} : { until: budget.until }),
  }));
  const all = [...short, ...long];
  return all.flatMap((held, at) => {
    const before = all
      .slice(0, at)
      .find((each) => each.thing === held.thing && each.period === held.period && meet(each, held));
    if (before === undefined) return [];
    const place = placeOf?.(before);
    const where = place === undefined ? "" : ` (${place.file}:${place.line})`;
    const problem: CatalogProblem = {
      document: held.document,
      pointer: held.pointer,
      code: "two-budgets",
      message: `Cannot budget "${held.thing}" by ${held.period} twice: ${before.document.kind} "${before.document.id}"${where} does`,
    };
    return [problem];
  });
}

function currencies({ index, catalog }: Checking): readonly CatalogProblem[] {
  const { currency } = catalog.company;
  const wrong = (document: DocumentRef, pointer: string, amount: Amount | undefined): readonly CatalogProblem[] =>
    amount === undefined || amount.currency === currency
      ? []
      : [
          {
            document,
            pointer,
            code: "currency",
            message: `Cannot count in "${amount.currency}": the company counts in ${currency}`,
          },
        ];
  return [
    ...index.all("Workload").flatMap(({ id, budget }) => wrong({ kind: "Workload", id }, "/budget", budget)),
    ...index.all("Budget").flatMap(({ id, amount }) => wrong({ kind: "Budget", id }, "/amount", amount)),
    ...index
      .all("AccessPolicy")
      .flatMap(({ id, rules }) =>
        rules.flatMap(({ when = [] }, at) =>
          when.flatMap(({ estimate }, clause) =>
            (["min", "max"] as const).flatMap((end) =>
              wrong({ kind: "AccessPolicy", id }, `/rules/${at}/when/${clause}/estimate/${end}`, estimate?.[end]),
            ),
          ),
        ),
      ),
  ];
}
