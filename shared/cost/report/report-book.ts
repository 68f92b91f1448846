import type { Catalog, Pinned } from "#shared/catalog/catalog.ts";
import type { AllocationRule, Split, ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import { month } from "#shared/cost/ledger.ts";
import type { RuleInForce } from "#shared/cost/report/report-evidence.ts";
import type { BookBudget, ReportBook } from "#shared/cost/report/report-input.ts";
import { formatShare } from "#shared/kernel/share.ts";

/** The part of the catalogue that a cost report prints: whose workloads they are, budgets, split rules. */
export const bookOf = (catalog: Catalog): ReportBook => ({
  company: catalog.company.title ?? catalog.company.id,
  hash: catalog.hash,
  workloads: new Map(
    [...catalog.workloads.values()].map(({ id, title, team, costCenter }) => [
      id,
      { title, team, ...(costCenter === undefined ? {} : { costCenter }) },
    ]),
  ),
  teams: new Map(
    [...catalog.teams.values()].map(({ id, title, costCenter }) => [
      id,
      { title: title ?? id, ...(costCenter === undefined ? {} : { costCenter }) },
    ]),
  ),
  accounts: new Map([...catalog.accounts.values()].map(({ id, account }) => [id, account])),
  budgets: budgetsOf(catalog),
  rules: [...catalog.allocationRules.values()].map(ruleOf),
});

function budgetsOf(catalog: Catalog): readonly BookBudget[] {
  const own = [...catalog.workloads.values()].flatMap(({ id, budget }): readonly BookBudget[] =>
    budget === undefined ? [] : [{ id, for: { kind: "workload", id }, amount: budget, period: "month" }],
  );
  const written = [...catalog.budgets.values()].map(
    (budget): BookBudget => ({
      id: budget.id,
      for: budget.for,
      amount: budget.amount,
      period: budget.period,
      from: month(budget.from),
      ...(budget.until === undefined ? {} : { until: month(budget.until) }),
    }),
  );
  return [...own, ...written];
}

const ruleOf = (rule: Pinned<AllocationRule>): RuleInForce => ({
  rule: rule.id,
  hash: rule.hash,
  pool: rule.pool ?? `its own (${rule.title ?? rule.id})`,
  method: methodText(rule.split),
  from: month(rule.from),
  ...(rule.until === undefined ? {} : { until: month(rule.until) }),
});

const thingText = ({ kind, id }: ThingRef): string => `${kind}:${id}`;

function methodText(split: Split): string {
  switch (split.by) {
    case "even":
      return "evenly";
    case "spend":
      return "by what each spent";
    case "meter":
      return `by the meter ${split.meter}`;
    case "fixed":
      return `fixed: ${split.shares.map(({ to, share }) => `${thingText(to)} ${formatShare(share)}`).join(", ")}`;
  }
}
