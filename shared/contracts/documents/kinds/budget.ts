import type { Budget, BudgetAlert } from "#shared/catalog/documents/budget.ts";
import { amount, percent } from "#shared/contracts/documents/amounts.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { month } from "#shared/contracts/documents/moments.ts";
import { thing } from "#shared/contracts/documents/names.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { checked, complainAt, refined, type Shape } from "#shared/contracts/documents/shape.ts";
import { word } from "#shared/contracts/documents/words.ts";

const alert: Shape<BudgetAlert> = refined(
  record(
    {
      spent: optional(percent, "Part of the amount that is spent", "80%"),
      forecast: optional(percent, "Part of the amount that is expected", "105%"),
    },
    { thing: "an alert" },
  ),
  ({ spent, forecast }, place): BudgetAlert | undefined => {
    if (spent !== undefined && forecast === undefined) return { on: "spent", at: spent };
    if (forecast !== undefined && spent === undefined) return { on: "forecast", at: forecast };
    return complainAt(place, "", { code: "alert", message: "Cannot alert so: write {spent: 80%} or {forecast: 105%}" });
  },
);

const whole: Shape<Budget> = documentShape("Budget", {
  for: required(thing, "Whose", "team:orders"),
  amount: required(amount, "For one period", "18000 USD"),
  period: required(word(["month", "quarter", "year"]), "Of which length", "quarter"),
  from: required(month, "The first month", "2026-10"),
  until: optional(month, "The last month", "2027-09"),
  alert: optional(oneOrMore(alert), "When to say something", [{ spent: "80%" }, { forecast: "105%" }]),
});

export const budget: Shape<Budget> = checked(whole, ({ from, until }, place) => {
  if (until === undefined || until >= from) return;
  complainAt(place, "/until", {
    code: "empty-interval",
    message: `Cannot end in ${until}: the budget begins in ${from}`,
  });
});
