import { describe, expect, test } from "vitest";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { Budget } from "#shared/catalog/documents/budget.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { RetentionPolicy, TaggingPolicy } from "#shared/catalog/documents/policy.ts";
import { type DocumentChange, looseningsOf } from "#shared/catalog/loosening.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import { attos } from "#shared/kernel/money.ts";
import { days } from "#shared/kernel/time.ts";
import {
  accounts,
  company,
  everything,
  ledger,
  ordersEtl,
  ordersRules,
  teams,
} from "#test/support/catalog/saltmarsh.ts";

const tagging: TaggingPolicy = {
  kind: "Policy",
  id: "core-tags",
  team: "platform",
  type: "tagging",
  mode: "notify",
  severity: "medium",
  trigger: { events: true },
  scope: [{ type: ["s3.bucket"] }],
  tagging: { tags: { Workload: { required: true } } },
};

const retention: RetentionPolicy = {
  kind: "Policy",
  id: "keep",
  team: "platform",
  type: "retention",
  mode: "notify",
  severity: "high",
  trigger: {},
  scope: [{ type: ["logs.log-group"] }],
  retention: { rules: [{ control: "logs.retention", min: days(30) }] },
};

const split: AllocationRule = {
  kind: "AllocationRule",
  id: "support",
  team: "finance",
  pool: "support",
  split: { by: "spend" },
  from: "2026-10" as Month,
};

const budget: Budget = {
  kind: "Budget",
  id: "team",
  team: "finance",
  for: { kind: "team", id: "orders" },
  amount: { money: attos(5n), currency: "USD" },
  period: "month",
  from: "2026-10" as Month,
};

const [team] = teams;
const [account] = accounts;
const added = (after: GovernanceDocument | undefined): DocumentChange => (after === undefined ? {} : { after });
const removed = (before: GovernanceDocument | undefined): DocumentChange => (before === undefined ? {} : { before });
const to = (before: GovernanceDocument, after: GovernanceDocument): DocumentChange => ({ before, after });

const rows: readonly (readonly [string, DocumentChange, readonly string[]])[] = [
  ["nothing", {}, []],
  ["a policy is added", added(tagging), []],
  ["a policy goes", removed(tagging), ["policy-change nothing judges this any more"]],
  ["a policy enforces", to(tagging, { ...tagging, mode: "enforce" }), []],
  ["a policy only observes", to(tagging, { ...tagging, mode: "observe" }), ["policy-change mode of the policy change"]],
  [
    "a finding is milder",
    to(tagging, { ...tagging, severity: "low" }),
    ["policy-change severity of the policy change"],
  ],
  [
    "a policy judges others",
    to(tagging, { ...tagging, scope: [{ type: ["rds.*"] }] }),
    ["policy-change scope of the policy change"],
  ],
  ["a policy sweeps at another pace", to(tagging, { ...tagging, trigger: {} }), []],
  [
    "a retention rule changes",
    to(retention, { ...retention, retention: { rules: [] } }),
    ["retention-change retention rules change"],
  ],
  ["a split is added", added(split), ["policy-change who pays for what is shared changes"]],
  [
    "a split changes",
    to(split, { ...split, split: { by: "even" } }),
    ["policy-change who pays for what is shared changes"],
  ],
  ["a split gets a title", to(split, { ...split, title: "Support" }), []],
  ["a budget is added", added(budget), []],
  ["a budget goes down", to(budget, { ...budget, amount: { money: attos(4n), currency: "USD" } }), []],
  [
    "a budget is in another currency",
    to(budget, { ...budget, amount: { money: attos(4n), currency: "EUR" } }),
    ["budget-change the budget goes up"],
  ],
  [
    "a budget is of another",
    to(budget, { ...budget, for: { kind: "team", id: "finance" } }),
    ["budget-change for of the budget change"],
  ],
  ["a workload's budget goes", to(ordersEtl, { ...withoutBudget() }), ["budget-change its budget goes up"]],
  ["a workload changes hands", to(ordersEtl, { ...ordersEtl, team: "finance" }), ["policy-change it changes hands"]],
  ["a workload goes", removed(ordersEtl), []],
  ["a dataset is added", added(ledger), []],
  ["a dataset goes", removed(ledger), ["policy-change its data is no longer governed"]],
  ["a dataset gets another runbook", to(ledger, { ...ledger, runbook: "https://wiki.example.com/2" }), []],
  ["a team is added", added(team), []],
  ["a team goes", removed(team), ["policy-change the team's rights go"]],
  ["an account is added", added(account), []],
  ["an account goes", removed(account), ["policy-change an account leaves what is governed"]],
  ["a tightening policy goes", removed(ordersRules), ["policy-change who decides may change"]],
  [
    "a tightening policy changes",
    to(ordersRules, { ...ordersRules, rules: [] }),
    ["policy-change who decides may change"],
  ],
  ["a route goes", removed(everything), []],
  [
    "the company counts in another currency",
    to(company, { ...company, currency: "EUR" }),
    ["policy-change currency of the company change"],
  ],
];

function withoutBudget(): GovernanceDocument {
  const { budget: _, ...rest } = ordersEtl;
  return rest;
}

describe("what loosens", () => {
  test.each(rows)("%s", (...[, change, expected]) => {
    expect(looseningsOf(change, company).map(({ request, because }) => `${request} ${because}`)).toEqual(expected);
  });
});
