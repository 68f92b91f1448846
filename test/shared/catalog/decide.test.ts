import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileDecisions, decide } from "#shared/catalog/decide.ts";
import type { Decided, Decision } from "#shared/catalog/decision.ts";
import { stageText } from "#shared/catalog/documents/who.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { accessFacts } from "#shared/catalog/request-facts.ts";
import { attos } from "#shared/kernel/money.ts";
import { days, hours, type Millis, minutes, seconds } from "#shared/kernel/time.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import {
  company,
  companyPolicy,
  ofTeam,
  one,
  orders,
  ordersRules,
  s3Read,
  saltmarsh,
  saltmarshWith,
} from "#test/support/catalog/saltmarsh.ts";

const catalog = catalogOf(saltmarsh);

const asked = (account: string, duration: Millis, open: readonly string[] = []): Subject =>
  accessFacts(catalog, { dataset: "sales.orders", account, template: "s3-prefix-read", duration, hours: open }) ?? {};

const decided = (decision: Decision): Decided => {
  if (decision.kind === "refused") throw new Error(decision.because);
  return decision;
};

const stages = (decision: Decision) => decided(decision).stages.map(stageText);

describe("who decides", () => {
  test("is asked of the very catalogue that is given, whatever another one said before", () => {
    const subject = asked("data-prod", hours(4));
    expect(stages(decide(catalog, subject))).toContain("team:finance.lead");
    const without = catalogOf(saltmarsh.filter((document) => document !== ordersRules));
    expect(stages(decide(without, subject))).not.toContain("team:finance.lead");
    expect(stages(decide(catalog, subject))).toContain("team:finance.lead");
  });

  test("a read of restricted data in production asks owners, security, and who its own team adds", () => {
    const decision = decided(decide(catalog, asked("data-prod", hours(4))));
    expect(stages(decision)).toEqual(["target.owners", "team:security", "team:finance.lead"]);
    expect(decision).toMatchObject({
      policy: "company",
      version: 1,
      rule: "restricted",
      tightenedBy: [{ policy: "orders-own-rules", rule: "finance-knows" }],
      limits: { max: 14_400_000, maxTotal: 7_776_000_000, maxConcurrent: 10 },
      ticketRequired: true,
      justificationMin: 15,
      pending: 86_400_000,
      approvedByRule: false,
    });
    expect(decision.hash).toBe(catalog.accessPolicies.get("company")?.hash);
  });

  test("the masked copy in dev is approved by rule for a working day", () => {
    const decision = decided(decide(catalog, asked("data-dev", hours(8))));
    expect(decision).toMatchObject({ rule: "read-by-rule", approvedByRule: true, stages: [] });
    expect(decision.notify).toEqual([{ kind: "target", part: "owners" }]);
  });

  test("one second more and somebody is asked", () => {
    expect(stages(decide(catalog, asked("data-dev", (hours(8) + seconds(1)) as Millis)))).toEqual([
      "one of target.owners and requester.lead",
    ]);
  });

  test("longer than the lowest limit is refused, with the limit", () => {
    expect(decide(catalog, asked("data-prod", (hours(4) + 1) as Millis))).toMatchObject({
      kind: "refused",
      code: "too-long",
      because: 'Cannot ask for 14401s: rule "restricted" of policy "company" gives at most 4h',
      remedy: "Ask for at most 4h",
    });
  });

  test("the template's own limit counts: 12h where the rule gives 30d", () => {
    expect(decide(catalog, asked("data-dev", hours(13)))).toMatchObject({ kind: "refused", code: "too-long" });
    expect(decided(decide(catalog, asked("data-dev", hours(12)))).limits.max).toBe(43_200_000);
  });

  test("a denial wins over an approval by the base policy", () => {
    const write = { ...asked("data-prod", hours(1)), access: "write" } as const;
    expect(decide(catalog, write)).toMatchObject({ kind: "refused", code: "denied", rule: "no-writes-at-night" });
    expect(decide(catalog, { ...write, hours: ["office"] }).kind).toBe("decided");
  });

  test("hours that nobody can tell do not help: the denial stands", () => {
    const { hours: _, ...write } = { ...asked("data-prod", hours(1)), access: "write" as const };
    expect(decide(catalog, write)).toMatchObject({ kind: "refused", code: "denied" });
  });

  test("a tightening stage turns an approval by rule into a question", () => {
    const tightened = catalogOf(
      saltmarshWith({ ...ordersRules, rules: [{ id: "always", approve: [one(ofTeam("finance", "lead"))] }] }),
    );
    const decision = decided(decide(tightened, asked("data-dev", hours(1))));
    expect(decision.approvedByRule).toBe(false);
    expect(stages(decision)).toEqual(["team:finance.lead"]);
  });

  test("a tightening policy without rules still lowers its limits", () => {
    const tightened = catalogOf(
      saltmarshWith({ ...ordersRules, rules: [], maxTotal: days(2), maxConcurrent: 1, justification: { min: 40 } }),
    );
    expect(decided(decide(tightened, asked("data-dev", hours(1))))).toMatchObject({
      limits: { maxTotal: 172_800_000, maxConcurrent: 1 },
      justificationMin: 40,
    });
  });

  const refusals: readonly (readonly [string, Subject, string])[] = [
    ["no policy is about it", { request: "access" }, "cannot-tell"],
    ["what is asked is not said", {}, "cannot-tell"],
    ["an environment is unknown", { ...asked("data-dev", hours(1)), environment: undefined }, "cannot-tell"],
    ["a length is unknown", { ...asked("data-prod", hours(1)), duration: undefined }, "cannot-tell"],
    ["an environment has no rule", { ...asked("data-dev", hours(1)), environment: "sandbox" }, "no-rule"],
  ];

  test.each(refusals)("is nobody when %s", (_, facts, code) => {
    expect(decide(catalog, facts)).toMatchObject({ kind: "refused", code });
  });

  test("is nobody without any policy", () => {
    const none = catalogOf(saltmarsh.filter(({ kind }) => kind !== "AccessPolicy"));
    expect(decide(none, asked("data-dev", hours(1)))).toMatchObject({ kind: "refused", code: "no-policy" });
  });

  test("an empty approver set is never an approval (Glide)", () => {
    const rules = [{ id: "nobody", approve: [] }];
    expect(decide(catalogOf(saltmarshWith({ ...companyPolicy, rules })), asked("data-dev", hours(1)))).toMatchObject({
      kind: "refused",
      because: 'Cannot ask for this: rule "nobody" of policy "company" names nobody who decides',
    });
    expect(
      decide(catalogOf(saltmarshWith({ ...companyPolicy, rules: [{ id: "nothing" }] })), asked("data-dev", hours(1)))
        .kind,
    ).toBe("refused");
  });

  test("two base policies that fit one request decide nothing", () => {
    const second = { ...companyPolicy, id: "second" };
    expect(decide(catalogOf(saltmarshWith(second)), asked("data-dev", hours(1)))).toMatchObject({
      code: "cannot-tell",
    });
  });
});

describe("who decides on changes", () => {
  const usd = (count: bigint) => ({ money: attos(count * 10n ** 18n), currency: "USD" });
  const rows: readonly (readonly [string, Subject, string])[] = [
    [
      "IAM in prod",
      { request: "policy-change", change: "iam", environment: "prod", tier: null },
      "infrastructure-in-prod",
    ],
    [
      "alerts of tier 1",
      { request: "policy-change", change: "alert-threshold", environment: "prod", tier: 1 },
      "alerts-loosened",
    ],
    [
      "alerts of tier 2",
      { request: "policy-change", change: "alert-threshold", environment: "prod", tier: 2 },
      "alerts-elsewhere",
    ],
    [
      "the access model",
      { request: "policy-change", change: "access-model", environment: null, tier: null },
      "rules-and-retention",
    ],
    ["retention", { request: "retention-change", change: null }, "rules-and-retention"],
    ["a budget", { request: "budget-change" }, "over-budget"],
    ["a backfill of exactly the limit", { request: "backfill", estimate: usd(200n) }, "small-backfill"],
    ["a backfill above it", { request: "backfill", estimate: usd(201n) }, "backfill"],
    ["an exemption of 90 days", { request: "exemption", duration: days(90) }, "short-exemption"],
    ["an exemption of 91 days", { request: "exemption", duration: days(91) }, "exemption"],
  ];

  test.each(rows)("%s", (_, facts, rule) => {
    expect(decided(decide(catalog, facts)).rule).toBe(rule);
  });

  test("a backfill without an estimate, or in another currency, cannot be small", () => {
    expect(decide(catalog, { request: "backfill" })).toMatchObject({ code: "cannot-tell" });
    const euros = { money: attos(1n), currency: "EUR" };
    expect(decide(catalog, { request: "backfill", estimate: euros })).toMatchObject({ code: "cannot-tell" });
  });

  test("break-glass is at once, for an hour and no more", () => {
    expect(decided(decide(catalog, { request: "break-glass", duration: hours(1) }))).toMatchObject({
      approvedByRule: true,
      page: [{ kind: "team", team: "security", part: "oncall" }],
      review: { within: 86_400_000 },
    });
    expect(decide(catalog, { request: "break-glass", duration: minutes(61) })).toMatchObject({
      kind: "refused",
      code: "no-rule",
    });
  });
});

describe("properties of decisions", () => {
  const facts = fc.record(
    {
      request: fc.constantFrom("access", "backfill", "break-glass", "exemption", null),
      access: fc.constantFrom("read", "write", "admin", null),
      environment: fc.constantFrom("dev", "test", "prod", "other", null),
      classification: fc.constantFrom(...company.classifications, null),
      labels: fc.subarray(["PII", "PHI", "PCI"]),
      dataset: fc.constantFrom("sales.orders", "finance.ledger", null),
      duration: fc.integer({ min: 1, max: days(100) }).map((length) => length as Millis),
      hours: fc.subarray(["office"]),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Subject>;

  test("restricted or labelled data and every admin in prod is decided by two stages or by nobody", () => {
    const judge = compileDecisions(catalog);
    fc.assert(
      fc.property(facts, (request) => {
        const decision = judge(request);
        if (decision.kind === "refused" || request.request !== "access") return;
        const guarded = request.classification === "restricted" || (request.labels ?? []).length > 0;
        if (guarded || (request.access === "admin" && request.environment === "prod")) {
          expect(decision.stages.map(stageText).slice(0, 2)).toEqual(["target.owners", "team:security"]);
        }
      }),
      { numRuns: 800 },
    );
  });

  test("a policy that tightens never makes a decision weaker", () => {
    const without = compileDecisions(catalogOf(saltmarsh.filter(({ id }) => id !== ordersRules.id)));
    const judge = compileDecisions(catalog);
    fc.assert(
      fc.property(facts, (request) => {
        const [base, tight] = [without(request), judge(request)];
        if (base.kind === "refused") expect(tight.kind).toBe("refused");
        if (base.kind === "refused" || tight.kind === "refused") return;
        expect(tight.stages.slice(0, base.stages.length)).toEqual(base.stages);
        expect(tight.limits.max ?? Infinity).toBeLessThanOrEqual(base.limits.max ?? Infinity);
      }),
      { numRuns: 800 },
    );
  });

  test("leaving a fact out never turns a refusal into a decision that asks fewer", () => {
    const judge = compileDecisions(catalog);
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom("environment", "classification", "labels", "access", "hours"),
        (request, key) => {
          const { [key]: _, ...less } = request as Record<string, unknown>;
          const [full, partial] = [judge(request), judge(less as Subject)];
          if (partial.kind === "decided" && full.kind === "decided") {
            expect(partial.stages.length).toBeGreaterThanOrEqual(full.stages.length);
          }
          // A missing hour may only add to what is asked or deny.
          if (key === "hours" && full.kind === "refused") expect(partial.kind).toBe("refused");
        },
      ),
      { numRuns: 800 },
    );
  });
});

test("facts of a request come from the copy that is asked for", () => {
  expect(asked("data-dev", hours(1))).toMatchObject({
    classification: "internal",
    labels: [],
    environment: "dev",
    tier: 0,
    access: "read",
  });
  const none = { dataset: "sales.orders", template: "s3-prefix-read", duration: hours(1) };
  expect(accessFacts(catalog, { ...none, account: "data-test" })).toBeUndefined();
  expect(accessFacts(catalog, { ...none, account: "data-dev", template: "nothing" })).toBeUndefined();
  const glue = catalogOf(saltmarshWith({ ...s3Read, for: "glue" }, orders));
  expect(accessFacts(glue, { ...none, account: "data-dev" })).toBeUndefined();
});
