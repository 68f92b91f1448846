import { describe, expect, test } from "vitest";
import { type MadePlan, planText } from "#functions/cli/commands/governance/plan-text.ts";

// The messages of a plan in section 7 of the document language: the words are those, the ids ours.

type Change = MadePlan["changes"][number];
type Move = MadePlan["cellsMoved"][number];

const cell = (over: Partial<Move>): Move => ({
  dataset: "finance.ledger",
  account: "data-prod",
  classification: "internal",
  labels: [],
  environment: "prod",
  access: "read",
  duration: 28_800_000,
  from: "target.owners, then team:platform, 3d",
  to: "one of target.owners and requester.lead, 7d",
  says: { from: "an owner, then the platform team", to: "an owner or the asker's lead" },
  ...over,
});

const change = (kind: Change["document"]["kind"], id: string, over: Partial<Change> = {}): Change => ({
  kind: "changed",
  document: { kind, id },
  fields: [],
  opensRequest: [],
  waits: false,
  ...over,
});

const lowered = change("Dataset", "finance.ledger", {
  fields: [{ pointer: "/classification", from: "confidential", to: "internal" }],
  opensRequest: ["classification confidential → internal"],
  decides: {
    alone: true,
    cellsMoved: [
      cell({}),
      cell({
        access: "write",
        from: "target.owners, then team:platform, 3d",
        to: "target.owners, then team:platform, 8h",
      }),
    ],
    pastRequests: { count: 11, examples: [{ id: "R-1", from: "a", to: "b" }] },
  },
});

const added = change("Workload", "returns-etl", { kind: "added" });

const heldOf = (
  kind: Change["document"]["kind"],
  id: string,
  ...stages: string[]
): MadePlan["plan"]["held"][number] => ({
  kind,
  id,
  stages,
  decides: "",
  because: [],
  state: "pending",
  asked: [],
  votes: [],
  effect: { short: "", sentence: "" },
});

const made = (changes: readonly Change[], over: Partial<Omit<MadePlan, "plan">> = {}): MadePlan => ({
  plan: {
    id: "P-7f3c21",
    revision: 1,
    state: "planned",
    by: "eva.lind",
    at: "2026-11-23T09:00:00.000Z",
    goodUntil: "2026-11-24T09:00:00.000Z",
    from: 118,
    held: [heldOf("Dataset", "finance.ledger", "target.owners", "one of requester.manager and requester.director")],
  },
  changes: [...changes],
  cellsMoved: [],
  pastRequests: { count: 0, examples: [] },
  takes: [],
  warnings: [],
  ...over,
  lookedAt: {
    pastRequests: 96,
    morePastRequests: false,
    moreChanges: 0,
    resources: 204,
    moreResources: false,
    month: "2026-10",
    currency: "USD",
    ...over.lookedAt,
  },
});

const took = (...[from, to, resources, money]: readonly [string, string, number, string]) => ({
  from,
  to,
  resources,
  money,
});
const lines = (plan: MadePlan): readonly string[] => planText(plan).split("\n");

describe("what a plan says", () => {
  test("is section 7 of the document language, line by line", () => {
    const takes = [took("unallocated", "workload:returns-etl", 31, "412.698")];
    expect(lines(made([lowered, added], { takes }))).toEqual([
      "~ Dataset finance.ledger  classification confidential → internal  opens a request: target.owners, then one of requester.manager and requester.director",
      "    2 cells move: read in prod target.owners, then team:platform, 3d → one of target.owners and requester.lead, 7d; write in prod 3d → 8h; 11 of 96 past requests",
      "+ Workload returns-etl    applies now: takes 31 resources and 412.70 USD of October out of unallocated",
      'Plan P-7f3c21 on revision 118, good for 24 h: tollgate apply P-7f3c21 --justification "…"',
    ]);
  });

  test("ends with how to apply it, and asks for no reason where nothing waits for people", () => {
    const free = made([added]);
    expect(lines({ ...free, plan: { ...free.plan, held: [] } }).at(-1)).toMatch(/tollgate apply P-7f3c21$/);
  });

  test("of the same documents is that nothing changes", () => {
    expect(lines(made([]))).toEqual(["Nothing changes"]);
  });

  const ownership: readonly (readonly [string, MadePlan["takes"], string])[] = [
    ["resources alone", [took("unallocated", "workload:returns-etl", 1, "0")], "takes 1 resource out of unallocated"],
    [
      "money alone, rounded once",
      [took("unallocated", "workload:returns-etl", 0, "0.005")],
      "takes 0.00 USD of October out of unallocated",
    ],
    [
      "from another",
      [took("workload:orders-etl", "workload:returns-etl", 2, "3")],
      "takes 2 resources and 3.00 USD of October from workload:orders-etl",
    ],
    [
      "left to nobody",
      [took("workload:returns-etl", "unallocated", 2, "3")],
      "leaves 2 resources and 3.00 USD of October unallocated",
    ],
    [
      "left to another",
      [took("workload:returns-etl", "dataset:sales.orders", 2, "0")],
      "leaves 2 resources to dataset:sales.orders",
    ],
    [
      "both",
      [took("unallocated", "workload:returns-etl", 1, "0"), took("workload:returns-etl", "unallocated", 4, "0")],
      "takes 1 resource out of unallocated; leaves 4 resources unallocated",
    ],
  ];

  test.each(ownership)("of owners: %s", (_, takes, says) => {
    expect(lines(made([added], { takes }))[0]).toBe(`+ Workload returns-etl  applies now: ${says}`);
  });

  test("of owners whom no change names is said apart", () => {
    const takes = [took("workload:a", "workload:b", 1, "2")];
    expect(lines(made([change("Company", "saltmarsh")], { takes }))).toContain(
      "  workload:b takes 1 resource and 2.00 USD of October from workload:a",
    );
  });

  test("what falls to nobody, since two now name it, is said of who loses it", () => {
    const takes = [took("dataset:sales.orders", "unallocated", 1, "0")];
    expect(lines(made([change("Dataset", "sales.returns")], { takes }))).toEqual(
      expect.arrayContaining(["Owners that change: 1", "  dataset:sales.orders leaves 1 resource unallocated"]),
    );
  });

  test("of what nothing moves says nothing beneath it", () => {
    const harmless = change("Team", "orders", {
      decides: { alone: true, cellsMoved: [], pastRequests: { count: 0, examples: [] } },
    });
    expect(lines(made([harmless]))).toHaveLength(2);
    expect(lines(made([{ ...harmless, opensRequest: ["lead of the team change"] }]))[1]).toBe(
      "    0 of 96 past requests",
    );
  });

  test("of a change that waits, was renamed, or is removed says so, with a reason that its values do not tell", () => {
    const plan = made([
      change("Workload", "b", { waits: true, formerId: "a" }),
      change("Exemption", "c", { kind: "removed" }),
      change("Workload", "d", {
        fields: [
          { pointer: "/budget", from: { money: { attos: "400000000000000000000" }, currency: "USD" }, to: null },
        ],
        opensRequest: ["its budget goes up"],
      }),
    ]);
    expect(lines(plan).slice(0, 3)).toEqual([
      "~ Workload b (was a)  waits for what it names",
      "- Exemption c         applies now",
      "~ Workload d          budget 400 USD → nothing  opens a request (its budget goes up): ",
    ]);
  });

  test("tells cells of no dataset by their data, alike ones by their length, and counts what is too many", () => {
    const cells = Array.from({ length: 10 }, (_, at) => {
      const {
        dataset: _dataset,
        account: _account,
        ...rest
      } = cell({ classification: "restricted", labels: ["PII"], duration: 3_600_000 * (at + 1) });
      return rest;
    });
    const company = change("AccessPolicy", "company", {
      decides: { alone: false, cellsMoved: cells, pastRequests: { count: 0, examples: [] } },
    });
    const [, beneath] = lines(made([company]));
    expect(beneath).toMatch(/^ {4}10 cells move: read restricted PII in prod for 1h target\.owners/);
    expect(beneath).toMatch(
      /; 2 others; 0 of 96 past requests; all together with the rest of this plan, which it needs$/,
    );
  });

  test("says where there was more than is looked at", () => {
    const lookedAt = {
      ...made([]).lookedAt,
      pastRequests: 200,
      morePastRequests: true,
      moreChanges: 2,
      moreResources: true,
    };
    const told = lines(made([lowered], { lookedAt }));
    expect(told[1]).toContain("11 of the latest 200 past requests");
    expect(told.slice(2, 5)).toEqual([
      "Only the latest 200 past requests were looked at",
      "2 more changes may move who decides, and were not looked at alone",
      "Only 204 resources were looked at",
    ]);
  });

  test("never sends a control character of a document to the terminal", () => {
    expect(
      planText(made([change("Team", "orders", { fields: [{ pointer: "/title", from: null, to: "\u001b[31mred" }] })])),
    ).toContain("\\u001b[31mred");
  });
});
