import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Budget } from "#shared/catalog/documents/budget.ts";
import type { Exemption } from "#shared/catalog/documents/exemption.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";
import { planCatalog } from "#shared/catalog/plan-catalog.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import type { CalendarDate, Month } from "#shared/kernel/calendar.ts";
import { groupName } from "#shared/kernel/ids.ts";
import { attos } from "#shared/kernel/money.ts";
import { days, hours } from "#shared/kernel/time.ts";
import { catalogOf, digest } from "#test/support/catalog/resolved.ts";
import {
  accounts,
  company,
  companyPolicy,
  directory,
  everything,
  ledger,
  ofTeam,
  one,
  orderEvents,
  orders,
  ordersEtl,
  ordersRules,
  s3Read,
  saltmarsh,
  saltmarshWith,
  teams,
} from "#test/support/catalog/saltmarsh.ts";

const current = catalogOf(saltmarsh);
const plan = (documents: readonly GovernanceDocument[]) => planCatalog(current, documents, { digest });
const planned = (...changed: readonly GovernanceDocument[]) => plan(saltmarshWith(...changed));
const usd = (count: bigint) => ({ money: attos(count * 10n ** 18n), currency: "USD" });

const returnsEtl: Workload = { kind: "Workload", id: "returns-etl", team: "orders", tier: 2 };
const orderTeam =
  teams[0] ??
  (() => {
    throw new Error("There are teams");
  })();
const dev =
  accounts[2] ??
  (() => {
    throw new Error("There are accounts");
  })();

describe("what applies now and what opens a request", () => {
  const now: readonly (readonly [string, GovernanceDocument])[] = [
    ["a workload is added", returnsEtl],
    ["a workload's selectors change", { ...ordersEtl, match: [] }],
    ["a budget goes down", { ...ordersEtl, budget: usd(4_000n) }],
    ["a budget is set where none was", { ...returnsEtl, budget: usd(1n) }],
    ["a class goes up", { ...orderEvents, classification: "confidential" }],
    ["a label is added", { ...ledger, labels: ["PII"] }],
    ["a dataset becomes more critical", { ...ledger, tier: 0 }],
    ["a title changes", { ...companyPolicy, title: "Other words" }],
    [
      "a team adds rules of its own",
      { ...ordersRules, id: "finance-rules", team: "finance", scope: { dataset: ["finance.ledger"] } },
    ],
    ["a route changes", { ...everything, digest: "0 8 * * *" }],
    ["a mailbox changes", { ...orderTeam, mail: "new@example.com" }],
    ["a day of enrolment changes", { ...dev, enforce: "2027-01-01" as CalendarDate }],
  ];

  test.each(now)("at once, when %s", (_, document) => {
    const { appliesNow, opensRequest, problems } = planned(document);
    expect(problems).toEqual([]);
    expect(opensRequest).toEqual([]);
    expect(appliesNow.map(({ document: { id } }) => id)).toEqual([document.id]);
  });

  const exemption: Exemption = {
    kind: "Exemption",
    id: "trail",
    team: "security",
    policy: [],
    match: [{ arn: ["arn:aws:logs:eu-west-1:111122223333:log-group:/audit"] }],
    until: "2027-09-30" as CalendarDate,
    reason: "The regulator asked",
  };
  const budget: Budget = {
    kind: "Budget",
    id: "team",
    team: "finance",
    for: { kind: "team", id: "orders" },
    amount: usd(5n),
    period: "quarter",
    from: "2026-10" as Month,
  };
  const requests: readonly (readonly [string, GovernanceDocument, string, string])[] = [
    [
      "a class goes down",
      { ...ledger, classification: "internal" },
      "policy-change",
      "classification confidential → internal",
    ],
    ["a label goes", { ...orders, labels: [] }, "policy-change", "labels lose PII"],
    [
      "a copy's class goes down",
      {
        ...orders,
        at: {
          ...orders.at,
          "data-dev": { places: orders.at["data-dev"]?.places ?? [], classification: "public", labels: [] },
        },
      },
      "policy-change",
      "classification in data-dev internal → public",
    ],
    ["owners change", { ...ledger, owners: [groupName("finance-leads")] }, "policy-change", "its owners change"],
    ["a dataset changes hands", { ...ledger, team: "platform" }, "policy-change", "it changes hands"],
    [
      "retention changes",
      { ...ledger, retention: { min: days(2557), max: days(2923) } },
      "retention-change",
      "how long it is kept changes",
    ],
    ["a tier goes down", { ...ledger, tier: 2 }, "policy-change", "its tier goes down"],
    ["a budget goes up", { ...ordersEtl, budget: usd(4_201n) }, "budget-change", "its budget goes up"],
    [
      "a lead changes",
      { ...orderTeam, lead: [groupName("finance-leads")] },
      "policy-change",
      "lead of the team change",
    ],
    [
      "a group means others",
      { ...directory, groups: { ...directory.groups, "all-data": "00gX" } },
      "policy-change",
      "who is in which role or group may change",
    ],
    [
      "a role is given",
      { ...directory, roles: { ...directory.roles, operator: [groupName("all-data")] } },
      "policy-change",
      "who is in which role or group may change",
    ],
    ["a rule gives longer", { ...companyPolicy, maxTotal: days(91) }, "policy-change", "who decides may change"],
    ["even one that is tightened", { ...companyPolicy, maxTotal: days(89) }, "policy-change", "who decides may change"],
    ["a template opens more", { ...s3Read, max: hours(13) }, "policy-change", "what a grant opens changes"],
    ["a template is added", { ...s3Read, id: "s3-other" }, "policy-change", "what a grant opens changes"],
    [
      "an account moves to another environment",
      { ...dev, environment: "test" },
      "policy-change",
      "environment of the account decide who approves",
    ],
    [
      "defaults of retention change",
      { ...company, defaults: { ...company.defaults, classification: {} } },
      "retention-change",
      "defaults of tiers and classes change",
    ],
    ["the words change", { ...company, segregation: "strict" }, "policy-change", "segregation of the company change"],
    ["an exemption is written", exemption, "exemption", "an exemption counts once its request is approved"],
  ];

  test.each(requests)("by request, when %s", (...[, document, request, because]) => {
    const { appliesNow, opensRequest } = planned(document);
    expect(appliesNow).toEqual([]);
    expect(opensRequest[0]?.loosens).toContainEqual(expect.objectContaining({ request, because }));
  });

  test("a budget line that ends, or moves to other months", () => {
    const withBudget = catalogOf(saltmarshWith(budget));
    const gone = planCatalog(withBudget, saltmarsh, { digest });
    expect(gone.opensRequest[0]?.loosens).toMatchObject([{ request: "budget-change", because: "the budget goes" }]);
    const later = planCatalog(withBudget, saltmarshWith({ ...budget, from: "2027-01" as Month }), { digest });
    expect(later.opensRequest).toHaveLength(1);
  });

  test("the first catalogue applies at once: nobody is there to decide", () => {
    const empty = resolveCatalog([], { revision: 0, digest }).catalog;
    const first = planCatalog(empty, saltmarsh, { digest });
    expect(first.opensRequest).toEqual([]);
    expect(first.appliesNow).toHaveLength(saltmarsh.length);
    expect(first.documents).toEqual(saltmarsh);
  });
});

describe("what is applied while something is held", () => {
  test("everything else", () => {
    const { documents, appliesNow, opensRequest } = planned({ ...ledger, classification: "internal" }, returnsEtl);
    expect(appliesNow.map(({ document: { id } }) => id)).toEqual(["returns-etl"]);
    expect(opensRequest.map(({ document: { id } }) => id)).toEqual(["finance.ledger"]);
    expect(documents).toContain(ledger);
    expect(documents).toContainEqual(returnsEtl);
  });

  test("not what names something that is held", () => {
    const wider = { ...directory, groups: { ...directory.groups, newcomers: "00gN" } };
    const team = { ...orderTeam, id: "returns", formerly: [], members: [groupName("newcomers")] };
    const { appliesNow, opensRequest } = planned(wider, team, { ...returnsEtl, team: "returns" });
    expect(appliesNow).toEqual([]);
    expect(opensRequest.map(({ document: { id }, waits }) => [id, waits ?? false])).toEqual([
      ["okta", false],
      ["returns", true],
      ["returns-etl", true],
    ]);
  });

  test("whatever is changed, what applies now is a catalogue without problems", () => {
    const changes: readonly GovernanceDocument[] = [
      { ...ledger, classification: "internal" },
      { ...directory, groups: { ...directory.groups, newcomers: "00gN" } },
      { ...orderTeam, id: "returns", formerly: [], members: [groupName("newcomers")] },
      { ...returnsEtl, team: "returns" },
      { ...ordersEtl, budget: usd(5_000n) },
      { ...s3Read, id: "s3-more", with: ["s3-prefix-read"] },
      { ...orderEvents, id: "sales.returns", team: "returns", at: {} },
    ];
    fc.assert(
      fc.property(fc.subarray([...changes]), (some) => {
        const made = planned(...some);
        const broken = made.problems.length > 0;
        const { problems } = resolveCatalog(made.documents, { revision: 2, digest });
        expect(problems).toEqual([]);
        if (!broken) expect(made.appliesNow.length + made.opensRequest.length).toBe(some.length);
      }),
      { numRuns: 12 },
    );
  });
});

describe("what a plan says", () => {
  test("nothing changes, nothing is said", () => {
    expect(plan([...saltmarsh].reverse())).toMatchObject({ changes: [], cellsMoved: [], problems: [] });
  });

  test("which fields change", () => {
    expect(planned({ ...ledger, classification: "internal" }).changes).toMatchObject([
      {
        kind: "changed",
        document: { kind: "Dataset", id: "finance.ledger" },
        fields: [{ pointer: "/classification", from: "confidential", to: "internal" }],
      },
    ]);
  });

  test("which cells of a dataset move when its class goes down", () => {
    const moves = planned({ ...ledger, classification: "internal" }).cellsMoved;
    const read = moves.find(({ access }) => access === "read");
    expect(read).toMatchObject({
      dataset: "finance.ledger",
      environment: "prod",
      from: "target.owners, then team:platform, 3d",
      to: "one of target.owners and requester.lead, 7d",
    });
    expect(moves.find(({ access }) => access === "write")).toMatchObject({
      from: "target.owners, then team:platform, 3d",
      to: "target.owners, then team:platform, 8h",
    });
    expect(moves).toHaveLength(2);
  });

  test("which cells of the table move when a rule does", () => {
    const rules = companyPolicy.rules.map((rule) =>
      rule.id === "confidential" ? { ...rule, approve: [one(ofTeam("security"))] } : rule,
    );
    const moves = planned({ ...companyPolicy, rules }).cellsMoved;
    expect(moves.every(({ classification }) => classification === "confidential")).toBe(true);
    expect(moves.length).toBeGreaterThan(0);
  });

  test("which cells move when a limit does: what lies between the old one and the new", () => {
    const rules = companyPolicy.rules.map((rule) =>
      rule.id !== "read-by-rule" || rule.when === undefined
        ? rule
        : { ...rule, when: rule.when.map((when) => ({ ...when, duration: { max: days(2) } })) },
    );
    const moves = planned({ ...companyPolicy, rules }).cellsMoved;
    expect(
      moves.filter(({ classification, environment }) => classification === "internal" && environment === "dev"),
    ).toEqual([expect.objectContaining({ access: "read", labels: [], to: "by rule" })]);
    expect(moves.every(({ to }) => to === "by rule")).toBe(true);
  });

  test("a rename, not a removal and an addition", () => {
    const { changes, problems } = plan(
      saltmarsh.map((document) =>
        document.id === "orders-etl" ? { ...ordersEtl, id: "orders-load", formerly: ["orders-etl"] } : document,
      ),
    );
    expect(problems).toEqual([]);
    expect(changes).toMatchObject([{ kind: "changed", document: { id: "orders-load" }, formerId: "orders-etl" }]);
  });
});

describe("what a plan refuses", () => {
  test("to remove what others name", () => {
    const { problems } = plan(saltmarsh.filter(({ id }) => id !== "sales.order-events"));
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toContain(
      'still-named Cannot remove Dataset "sales.order-events": Workload "orders-etl" names it',
    );
  });

  test("an id that was somebody else's", () => {
    const { problems } = planCatalog(current, saltmarshWith(returnsEtl), {
      digest,
      retired: new Set(["Workload:returns-etl"]),
    });
    expect(problems).toMatchObject([{ code: "id-reused", pointer: "/id" }]);
  });
});
