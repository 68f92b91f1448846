import { describe, expect, test } from "vitest";
import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { Budget } from "#shared/catalog/documents/budget.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { RetentionPolicy, TaggingPolicy } from "#shared/catalog/documents/policy.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import { groupName } from "#shared/kernel/ids.ts";
import { attos } from "#shared/kernel/money.ts";
import { share } from "#shared/kernel/share.ts";
import { days, hours, minutes } from "#shared/kernel/time.ts";
import { digest, problemsOf } from "#test/support/catalog/resolved.ts";
import {
  breakGlass,
  changes,
  company,
  companyPolicy,
  companyRules,
  everything,
  financeClose,
  ledger,
  ofTeam,
  one,
  orderEvents,
  orders,
  ordersEtl,
  ordersRules,
  owners,
  s3Read,
  saltmarsh,
  saltmarshWith,
} from "#test/support/catalog/saltmarsh.ts";

const returns: GovernanceDocument = {
  ...orderEvents,
  id: "sales.returns",
  at: {
    "data-prod": {
      places: [
        { kind: "s3", text: "s3://saltmarsh-sales-prod/returns/", bucket: "saltmarsh-sales-prod", prefix: "returns/" },
      ],
    },
  },
};

const first = (document: GovernanceDocument) => {
  const [problem] = resolveCatalog(saltmarshWith(document), { revision: 1, digest }).problems;
  return problem;
};

const problems = (...documents: readonly GovernanceDocument[]) => problemsOf(saltmarshWith(...documents));

const without = (...ids: readonly string[]) => problemsOf(saltmarsh.filter(({ id }) => !ids.includes(id)));

const withRules = (change: (rule: AccessRule) => AccessRule, base = companyPolicy): AccessPolicy => ({
  ...base,
  rules: base.rules.map(change),
});

const withRule = (id: string, change: Partial<AccessRule>): AccessPolicy =>
  withRules((rule) => (rule.id === id ? { ...rule, ...change } : rule));

describe("what documents.md section 7 says", () => {
  test("label", () => {
    expect(first({ ...returns, labels: ["PII"] })).toEqual({
      document: { kind: "Dataset", id: "sales.returns" },
      pointer: "/labels/0",
      code: "label",
      message: 'Cannot give internal data the label "PII": it needs at least confidential',
    });
  });

  test("unknown-account", () => {
    expect(first({ ...returns, at: { "data-prd": { places: [] } } })).toEqual({
      document: { kind: "Dataset", id: "sales.returns" },
      pointer: "/at/data-prd",
      code: "unknown-account",
      message: 'Cannot find account "data-prd": did you mean "data-prod"',
      fix: "data-prod",
    });
  });

  test("unknown-group", () => {
    expect(first({ ...returns, owners: [groupName("order-data-owners")] })).toMatchObject({
      pointer: "/owners/0",
      code: "unknown-group",
      message: 'Cannot find group "order-data-owners": did you mean "orders-data-owners"',
      fix: "orders-data-owners",
    });
  });

  test("nobody-decides", () => {
    expect(first(withRule("restricted", { approve: [] }))).toEqual({
      document: { kind: "AccessPolicy", id: "company" },
      pointer: "/rules/1/approve",
      code: "nobody-decides",
      message:
        'Cannot load rule "restricted": approve is empty; the word for no approver is "none", refused for restricted data',
    });
  });

  test("never-decides, with the line of the rule that is in the way", () => {
    const readInAny: AccessRule = { id: "read-in-any", when: [{ access: ["read"] }], approve: [one(owners)] };
    const policy = { ...companyPolicy, rules: [...companyRules.slice(0, 7), readInAny, ...companyRules.slice(8)] };
    const { problems: found } = resolveCatalog(saltmarshWith(policy), {
      revision: 1,
      digest,
      placeOf: ({ pointer }) => ({ file: "access/company.yaml", line: pointer === "/rules/7" ? 40 : 1 }),
    });
    expect(found).toEqual([
      {
        document: { kind: "AccessPolicy", id: "company" },
        pointer: "/rules/8",
        code: "never-decides",
        message: 'Cannot reach rule "read-longer": "read-in-any" on line 40 fits every request it fits',
      },
    ]);
  });

  test("loosens", () => {
    expect(first({ ...ordersRules, rules: [{ id: "easy", approve: "none" }] })).toEqual({
      document: { kind: "AccessPolicy", id: "orders-own-rules" },
      pointer: "/rules/0/approve",
      code: "loosens",
      message: 'Cannot tighten "company" with "none": its rule "restricted" asks target.owners, then team:security',
    });
  });

  test("same-resources, with the file and line of the other", () => {
    const { problems: found } = resolveCatalog(
      saltmarshWith({ ...financeClose, match: [{ type: ["glue.job"], name: ["orders-*"], account: ["data-prod"] }] }),
      {
        revision: 1,
        digest,
        placeOf: ({ document }) =>
          document.id === "orders-etl" ? { file: "teams/orders/workloads.yaml", line: 6 } : undefined,
      },
    );
    expect(found).toMatchObject([
      {
        pointer: "/match/0",
        code: "same-resources",
        message:
          'Cannot tell "finance-close" from "orders-etl" (teams/orders/workloads.yaml:6): the same type, name and account',
      },
    ]);
  });
});

describe("names", () => {
  const rows: readonly (readonly [string, GovernanceDocument, string])[] = [
    ["a team", { ...ledger, team: "finanse" }, 'unknown-team Cannot find team "finanse": did you mean "finance"'],
    [
      "a dataset read",
      { ...ordersEtl, reads: ["sales.order-event"] },
      'unknown-dataset Cannot find dataset "sales.order-event": did you mean "sales.order-events"',
    ],
    [
      "a dataset in a scope",
      { ...ordersRules, scope: { dataset: ["sales.nothing-like-it"] } },
      'unknown-dataset Cannot find dataset "sales.nothing-like-it"',
    ],
    [
      "a template taken along",
      { ...s3Read, with: ["s3-prefix-raed"] },
      'unknown-template Cannot find template "s3-prefix-raed": did you mean "s3-prefix-read"',
    ],
    [
      "an access policy tightened",
      { ...ordersRules, tightens: "compony" },
      'unknown-access-policy Cannot find access policy "compony": did you mean "company"',
    ],
    [
      "a classification",
      { ...orderEvents, classification: "secret" },
      'unknown-classification Cannot find classification "secret": it is one of public, internal, confidential, restricted',
    ],
    [
      "an environment in a rule",
      withRule("confidential", { when: [{ classification: ["confidential"], environment: ["prd"] }] }),
      'unknown-environment Cannot find environment "prd": did you mean "prod"',
    ],
    ["a label", { ...ledger, labels: ["Pii"] }, 'unknown-label Cannot find label "Pii": did you mean "PII"'],
    [
      "a team that approves",
      withRule("confidential", { approve: [one(ofTeam("platfrom"))] }),
      'unknown-team Cannot find team "platfrom": did you mean "platform"',
    ],
    [
      "a team that hears of it",
      { ...everything, send: [{ via: "mail", who: ofTeam("nobody") }] },
      'unknown-team Cannot find team "nobody"',
    ],
    [
      "a name that is on every object",
      { ...ledger, team: "constructor" },
      'unknown-team Cannot find team "constructor"',
    ],
  ];

  test.each(rows)("%s that is not there is refused", (_, document, message) => {
    expect(problems(document)[0]).toBe(message);
  });

  test("every document is judged, not the first bad one only", () => {
    expect(problems({ ...ledger, team: "finanse" }, { ...ordersEtl, reads: ["nothing"] })).toHaveLength(2);
  });

  test("a wildcard names no one thing and is left alone", () => {
    expect(problems({ ...everything, id: "some", when: [{ dataset: ["sales.*"] }] })).toEqual([]);
  });
});

describe("what must be there", () => {
  test("a company and a directory, once each", () => {
    expect(without("saltmarsh")).toContain("no-company Cannot load a catalogue without a Company: write exactly one");
    expect(problems({ ...company, id: "another" })).toContain(
      'second-company Cannot load a second Company "another": "saltmarsh" is the one',
    );
  });

  test("a route for what no other route takes", () => {
    expect(problems({ ...everything, when: [{ team: ["orders"] }] })).toEqual([
      'no-route Cannot deliver every finding: write one Route without "when"',
    ]);
  });

  test("a team", () => {
    const { team: _, ...homeless } = ledger;
    expect(problems(homeless)).toEqual([
      'no-team Cannot tell whose Dataset "finance.ledger" is: write "team", or put it in the folder of its team',
    ]);
  });

  test("a runbook where the tier requires one", () => {
    const { runbook: _, ...bare } = ordersEtl;
    expect(problems(bare)).toEqual([
      'runbook-required Cannot leave out "runbook" of Workload "orders-etl": tier 0 requires one',
    ]);
    expect(problems({ ...bare, tier: 2 })).toEqual([]);
  });

  test("a default by tier or by classification, not both", () => {
    const defaults = { ...company.defaults, classification: { public: { freshness: hours(1) } } };
    expect(problems({ ...company, defaults })).toEqual([
      'two-defaults Cannot give "freshness" by classification: it is given by tier; a field has one of the two',
    ]);
  });
});

describe("labels", () => {
  test("a copy that lowers its class must drop the labels it inherits", () => {
    const { labels: _, ...masked } = orders.at["data-dev"] ?? { places: [] };
    const at = { ...orders.at, "data-dev": masked };
    expect(first({ ...orders, at })).toMatchObject({ code: "label", pointer: "/at/data-dev/classification" });
  });

  test("exactly the lowest class is enough", () => {
    expect(problems({ ...ledger, labels: ["PII"] })).toEqual([]);
    expect(problems({ ...ledger, labels: ["PHI"] })).toEqual([
      'label Cannot give confidential data the label "PHI": it needs at least restricted',
    ]);
  });
});

describe("who decides", () => {
  const byRule = companyRules[7];
  const [clause] = byRule?.when ?? [];
  const refused = 'Cannot load rule "read-by-rule" with "none": ';
  const rows: readonly (readonly [string, AccessPolicy, string])[] = [
    [
      "for confidential data",
      withRule("read-by-rule", { when: [{ ...clause, classification: ["internal", "confidential"] }] }),
      `nobody-decides ${refused}it is refused for confidential data`,
    ],
    [
      "without a length",
      withRule("read-by-rule", { when: [{ access: ["read"], classification: ["public"], environment: ["dev"] }] }),
      `nobody-decides ${refused}the rule itself must name access, classification, environment and a longest duration; it lacks a longest duration`,
    ],
    [
      "without a class",
      withRule("read-by-rule", { when: [{ access: ["read"], environment: ["dev"], duration: { max: hours(8) } }] }),
      `nobody-decides ${refused}the rule itself must name access, classification, environment and a longest duration; it lacks classification`,
    ],
    [
      "with only a shortest length",
      withRule("read-by-rule", { when: [{ ...clause, duration: { min: hours(1) } }] }),
      `nobody-decides ${refused}the rule itself must name access, classification, environment and a longest duration; it lacks a longest duration`,
    ],
    [
      "in one clause of two",
      withRule("read-by-rule", { when: [{ ...clause }, {}] }),
      `nobody-decides ${refused}the rule itself must name access, classification, environment and a longest duration; it lacks access and classification and environment and a longest duration`,
    ],
    [
      "of a stage",
      withRule("confidential", { approve: [{ need: 1, of: [] }] }),
      'nobody-decides Cannot load rule "confidential": a stage of approve names nobody',
    ],
    [
      "when a stage needs none",
      withRule("confidential", { approve: [{ need: 0, of: [owners] }] }),
      'nobody-decides Cannot load rule "confidential": a stage needs 0 people; write 1 or more',
    ],
    [
      "who may ask",
      { ...companyPolicy, ask: [] },
      'nobody-asks Cannot load policy "company": "ask" names nobody who may ask',
    ],
    [
      "on longer than an hour of break-glass",
      { ...breakGlass, rules: [{ id: "at-once", when: [{ duration: { max: minutes(61) } }], approve: "none" }] },
      'nobody-decides Cannot load rule "at-once" with "none": for break-glass it needs a longest duration of at most 1h',
    ],
    [
      "when a rule both denies and approves",
      withRule("confidential", { deny: "No" }),
      'deny-and-approve Cannot load rule "confidential": it denies and approves; keep one',
    ],
  ];

  test.each(rows)("nobody, %s, is refused", (_, policy, message) => {
    expect(problems(policy)).toContain(message);
  });

  test("a rule without approve decides nothing", () => {
    const policy = withRules(({ id, when }) =>
      id === "confidential" ? { id, ...(when && { when }) } : (companyRules.find((each) => each.id === id) ?? { id }),
    );
    expect(problems(policy)[0]).toMatch(/^nobody-decides Cannot load rule "confidential": approve is empty/);
  });
});

describe("rules that can never decide", () => {
  const rule = (id: string, when?: AccessRule["when"]): AccessRule => ({
    id,
    ...(when && { when }),
    approve: [one(owners)],
  });
  const policy = (...rules: readonly AccessRule[]): AccessPolicy => ({ ...companyPolicy, rules });
  const rows: readonly (readonly [string, AccessPolicy, readonly string[]])[] = [
    ["after one without conditions", policy(rule("all"), rule("late", [{ access: ["read"] }])), ['"all" fits']],
    [
      "when several before it share out all there is",
      policy(rule("r", [{ access: ["read"] }]), rule("w", [{ access: ["write", "admin"] }]), rule("late")),
      ['"r" and "w" together fit'],
    ],
    [
      "when environments are named one by one",
      policy(
        rule("d", [{ environment: ["dev", "test"] }]),
        rule("p", [{ environment: ["prod"] }]),
        rule("late", [{ dataset: ["sales.orders"] }]),
      ),
      ['"d" and "p" together fit'],
    ],
    [
      "for a shorter length than one before",
      policy(rule("day", [{ duration: { max: days(1) } }]), rule("late", [{ duration: { max: hours(1) } }])),
      ['"day" fits'],
    ],
    [
      "not when an exception leaves something",
      policy(rule("most", [{ except: [{ access: ["admin"] }] }]), rule("admin")),
      [],
    ],
    [
      "not when an earlier one is about one dataset",
      policy(rule("one", [{ dataset: ["sales.orders"] }]), rule("others")),
      [],
    ],
    [
      "not for a longer length",
      policy(rule("hour", [{ duration: { max: hours(1) } }]), rule("day", [{ duration: { max: days(1) } }])),
      [],
    ],
    ["not for data without a label", policy(rule("labelled", [{ labels: ["PII", "PHI", "PCI"] }]), rule("others")), []],
  ];

  test.each(rows)("%s", (_, changed, expected) => {
    const found = problems(changed).filter((each) => each.startsWith("never-decides"));
    expect(found).toHaveLength(expected.length);
    for (const [at, text] of expected.entries()) expect(found[at]).toContain(text);
  });
});

describe("policies beside each other", () => {
  test("two base policies for one request are refused", () => {
    expect(problems({ ...companyPolicy, id: "second", rules: companyRules.slice(0, 1) })).toEqual([
      'policies-overlap Cannot tell which decides, "second" or "company": one request may fit the scope of both; write "tightens: company", or narrow one',
    ]);
  });

  test("scopes that exclude each other do not overlap", () => {
    const dev = { ...companyPolicy, id: "dev", scope: { request: ["access"], environment: ["dev"] } } as const;
    const rest = { ...companyPolicy, scope: { request: ["access"], except: [{ environment: ["dev"] }] } } as const;
    expect(problems(dev, rest).filter((each) => each.startsWith("policies-overlap"))).toEqual([]);
    const prod = { ...companyPolicy, scope: { request: ["access"], environment: ["test", "prod"] } } as const;
    expect(problems(dev, prod).filter((each) => each.startsWith("policies-overlap"))).toEqual([]);
  });

  test("tightening cannot lengthen", () => {
    expect(problems({ ...ordersRules, maxTotal: days(91) })).toEqual([
      'loosens Cannot tighten "company" with maxTotal 91d: it gives 90d',
    ]);
    expect(problems({ ...ordersRules, maxConcurrent: 11 })).toEqual([
      'loosens Cannot tighten "company" with maxConcurrent 11: it gives 10',
    ]);
    expect(
      problems({ ...ordersRules, rules: [{ id: "long", when: [{ environment: ["prod"] }], max: days(2) }] }),
    ).toEqual(['loosens Cannot tighten "company" with a max of 2d: its rule "restricted" gives 8h']);
  });

  test("what tightens is not tightened", () => {
    expect(problems({ ...ordersRules, id: "more", tightens: "orders-own-rules" })).toEqual([
      'loosens Cannot tighten "orders-own-rules": it tightens "company" itself; name that one',
    ]);
  });

  test("two rules of one id are refused", () => {
    const rules = [
      ...changes.rules,
      { id: "backfill", when: [{ request: ["backfill"] }], approve: [one(owners)] },
    ] as const;
    expect(problems({ ...changes, rules })).toContain(
      'same-id Cannot load a second rule "backfill": a rule\'s id is given once',
    );
  });

  const tagging: TaggingPolicy = {
    kind: "Policy",
    id: "core-tags",
    team: "platform",
    type: "tagging",
    mode: "enforce",
    severity: "medium",
    trigger: { events: true },
    scope: [{ type: ["s3.bucket"], ou: ["/Data"] }],
    tagging: { tags: { Workload: { required: true, refersTo: "workload" } } },
  };

  test("two tagging policies that enforce one key on common ground are refused", () => {
    const other: TaggingPolicy = { ...tagging, id: "more-tags", scope: [{ type: ["s3.*"], ou: ["/Data/Prod"] }] };
    expect(problems(tagging, other)).toEqual([
      'two-writers Cannot write the tag "Workload" twice: "core-tags" writes it on resources of this scope too',
    ]);
    expect(problems(tagging, { ...other, scope: [{ type: ["rds.*"] }] })).toEqual([]);
    expect(problems(tagging, { ...other, mode: "notify" })).toEqual([]);
  });

  test("retention that no value can satisfy is refused", () => {
    const keep = (id: string, range: { readonly min?: number; readonly max?: number }): RetentionPolicy => ({
      kind: "Policy",
      id,
      team: "platform",
      type: "retention",
      mode: "notify",
      severity: "high",
      trigger: {},
      scope: [{ type: ["logs.log-group"] }],
      retention: {
        rules: [
          {
            control: "logs.retention",
            ...(range.min && { min: days(range.min) }),
            ...(range.max && { max: days(range.max) }),
          },
        ],
      },
    });
    expect(problems(keep("long", { min: 365 }), keep("short", { max: 90 }))).toEqual([
      'retention-conflict Cannot hold "logs.retention" to at most 90d: "long" asks for at least 365d on resources of this scope',
    ]);
    expect(problems(keep("long", { min: 90 }), keep("short", { max: 90 }))).toEqual([]);
    expect(problems(keep("own", { min: 2, max: 1 }))).toEqual([
      "empty-interval Cannot keep data for at least 2d and at most 1d",
    ]);
    expect(problems({ ...ledger, retention: { min: days(2), max: days(1) } })).toHaveLength(1);
  });

  test("retention of prefixes that no lifecycle can satisfy is refused, also within one policy", () => {
    const control = "s3.lifecycle.expiration";
    const keep = (id: string, ...rules: RetentionPolicy["retention"]["rules"]): RetentionPolicy => ({
      kind: "Policy",
      id,
      team: "platform",
      type: "retention",
      mode: "notify",
      severity: "high",
      trigger: {},
      scope: [{ type: ["s3.bucket"] }],
      retention: { rules },
    });
    const [long, short] = [
      { control, prefix: "orders/", min: days(365) },
      { control, max: days(90) },
    ] as const;
    expect(problems(keep("long", long), keep("short", short))).toEqual([
      'retention-conflict Cannot hold "s3.lifecycle.expiration" to at most 90d: "long" asks for at least 365d on resources of this scope',
    ]);
    expect(problems(keep("one", short, long))).toEqual([
      'retention-conflict Cannot hold "s3.lifecycle.expiration" of "orders/" to at least 365d: the rule on "s3.lifecycle.expiration" asks for at most 90d on resources of this scope',
    ]);
    expect(problems(keep("long", long), keep("short", { ...short, prefix: "tmp/" }))).toEqual([]);
  });
});

describe("money", () => {
  const month = (text: string) => text as Month;
  const budget: Budget = {
    kind: "Budget",
    id: "orders-etl-month",
    team: "finance",
    for: { kind: "workload", id: "orders-etl" },
    amount: { money: attos(10n ** 18n), currency: "USD" },
    period: "month",
    from: month("2026-10"),
  };
  const rule: AllocationRule = {
    kind: "AllocationRule",
    id: "upkeep",
    team: "finance",
    match: [{ type: ["glue.crawler"] }],
    split: {
      by: "fixed",
      shares: [
        { to: { kind: "team", id: "orders" }, share: share(625_000) },
        { to: { kind: "team", id: "finance" }, share: share(375_000) },
      ],
    },
    from: month("2026-10"),
  };

  test("a workload's short budget and a long one by the month are two", () => {
    expect(problems(budget)).toEqual([
      'two-budgets Cannot budget "workload:orders-etl" by month twice: Workload "orders-etl" does',
    ]);
    expect(problems({ ...budget, period: "quarter" })).toEqual([]);
  });

  test("budgets one after the other are one at a time", () => {
    const team: Budget = { ...budget, id: "a", for: { kind: "team", id: "orders" }, until: month("2026-12") };
    expect(problems(team, { ...team, id: "b", from: month("2027-01"), until: month("2027-03") })).toEqual([]);
    expect(problems(team, { ...team, id: "b", from: month("2026-12") })).toHaveLength(1);
  });

  test("shares are 100% exactly", () => {
    expect(problems(rule)).toEqual([]);
    const shares = [{ to: { kind: "team", id: "orders" }, share: share(999_999) }] as const;
    expect(problems({ ...rule, split: { by: "fixed", shares } })).toEqual([
      "split Cannot split by 99.9999%: the shares must be 100% exactly",
    ]);
  });

  test("a pool is split once at a time", () => {
    const { match: _, ...rest } = rule;
    const support: AllocationRule = { ...rest, id: "support", pool: "support", split: { by: "spend" } };
    expect(problems(support, { ...support, id: "again" })).toEqual([
      'same-pool Cannot split "support" twice: "support" splits it in the same months',
    ]);
    expect(problems({ ...support, match: [] })).toEqual([
      'pool-or-match Cannot load rule "support": write either "pool" or "match"',
    ]);
    expect(problems({ ...support, split: { by: "meter", meter: "seconds" } })).toHaveLength(1);
    expect(problems({ ...rule, until: month("2026-09") })).toHaveLength(1);
  });

  test("another currency than the company's is refused", () => {
    const euros = {
      ...budget,
      for: { kind: "team", id: "orders" },
      amount: { money: attos(1n), currency: "EUR" },
    } as const;
    expect(problems(euros)).toEqual(['currency Cannot count in "EUR": the company counts in USD']);
  });
});
