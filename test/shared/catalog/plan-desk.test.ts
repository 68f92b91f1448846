import { describe, expect, test } from "vitest";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import { applyPlan, decidePlan, makePlan } from "#shared/catalog/plan-desk.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { changeNewsOf } from "#shared/findings/change-news.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { attos } from "#shared/kernel/money.ts";
import { hours, plus } from "#shared/kernel/time.ts";
import { lower, pat, person, persons, planDesk, reason } from "#test/support/catalog/plan-desk.ts";
import {
  changes,
  companyPolicy,
  directory,
  ledger,
  ofTeam,
  one,
  ordersEtl,
  owners,
  saltmarsh,
  saltmarshWith,
  teams,
} from "#test/support/catalog/saltmarsh.ts";
import { nodeDigest as digest } from "#test/support/memory-records.ts";

const stateOf = (outcome: Awaited<ReturnType<typeof decidePlan>>) =>
  outcome.ok ? outcome.value.held.map(({ state }) => state) : outcome.error.kind;

describe("applying a plan", () => {
  test("applies what applies now, and holds the rest for those who decide", async () => {
    const { catalogs, planAndApply } = await planDesk();
    const { applied } = await planAndApply(saltmarshWith(lower, { ...ordersEtl, title: "Load" }));
    const catalog = await catalogs.current();
    expect(catalog.revision).toBe(2);
    expect(catalog.workloads.get("orders-etl")?.title).toBe("Load");
    expect(catalog.datasets.get("finance.ledger")?.classification).toBe("confidential");
    expect(applied).toMatchObject({
      ok: true,
      value: {
        state: "applied",
        held: [
          {
            id: "finance.ledger",
            state: "pending",
            target: { kind: "dataset", id: "finance.ledger" },
            because: ["classification confidential → internal"],
            decisions: [{ policy: "changes", rule: "rules-and-retention" }],
          },
        ],
      },
    });
  });

  test("is refused whole when the catalogue moved since", async () => {
    const { deps, catalogs, plan, planAndApply } = await planDesk();
    const { proposal } = await plan(saltmarshWith({ ...ordersEtl, title: "One" }));
    await planAndApply(saltmarshWith({ ...ordersEtl, title: "Two" }));
    expect(await applyPlan({ id: proposal?.id ?? "", by: pat, reason }, deps)).toEqual({
      ok: false,
      error: { kind: "catalog-moved", revision: 2 },
    });
    expect((await catalogs.current()).workloads.get("orders-etl")?.title).toBe("Two");
  });

  test("is refused a day later, twice, and for a plan nobody made", async () => {
    const { deps, clock, plan } = await planDesk();
    const { proposal } = await plan(saltmarshWith({ ...ordersEtl, title: "One" }));
    const id = proposal?.id ?? "";
    clock.set(plus(clock.now(), hours(24)));
    expect(await applyPlan({ id, by: pat, reason }, deps)).toMatchObject({ error: { kind: "too-old" } });
    expect(await applyPlan({ id: "P-0", by: pat, reason }, deps)).toMatchObject({ error: { kind: "no-such-plan" } });
    const fresh = (await plan(saltmarshWith({ ...ordersEtl, title: "One" }))).proposal?.id ?? "";
    expect((await applyPlan({ id: fresh, by: pat, reason }, deps)).ok).toBe(true);
    expect(await applyPlan({ id: fresh, by: pat, reason }, deps)).toMatchObject({ error: { kind: "applied-already" } });
  });

  test("with everything held the catalogue keeps its revision", async () => {
    const { catalogs, planAndApply } = await planDesk();
    await planAndApply(saltmarshWith(lower));
    expect((await catalogs.current()).revision).toBe(1);
  });

  test("a plan with a problem is not kept", async () => {
    const { plan } = await planDesk();
    const { plan: made, proposal } = await plan(saltmarshWith({ ...ledger, team: "nobody" }));
    expect(proposal).toBeUndefined();
    expect(made.problems).toHaveLength(1);
  });

  test("a change on which nobody may decide cannot even be asked for", async () => {
    const { deps } = await planDesk(saltmarsh.filter(({ id }) => id !== changes.id));
    const made = await makePlan(
      saltmarshWith(lower).filter(({ id }) => id !== changes.id),
      { by: pat },
      deps,
    );
    expect(made).toMatchObject({ ok: false, error: { kind: "undecidable", refused: { code: "no-policy" } } });
  });
});

describe("deciding on what is held", () => {
  test("owner, then manager: the last yes applies it", async () => {
    const { catalogs, planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    expect(stateOf(await decide(id, "flo", lower))).toEqual(["pending"]);
    expect((await catalogs.current()).datasets.get("finance.ledger")?.classification).toBe("confidential");
    expect(stateOf(await decide(id, "max", lower))).toEqual(["applied"]);
    expect((await catalogs.current()).datasets.get("finance.ledger")?.classification).toBe("internal");
    expect((await catalogs.current()).revision).toBe(2);
  });

  const refusals: readonly (readonly [string, string, string])[] = [
    ["who made the plan", "pat", "own-change"],
    ["who is asked only later", "max", "not-asked"],
    ["who is not asked at all", "sid", "not-asked"],
    ["who is nobody", "stranger", "not-asked"],
  ];

  test.each(refusals)("%s may not", async (_, by, kind) => {
    const { planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    expect(stateOf(await decide(id, by, lower))).toBe(kind);
  });

  test("who may not decide is told who is asked", async () => {
    const { planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    for (const by of ["pat", "max"]) {
      expect(await decide(id, by, lower)).toMatchObject({ error: { because: expect.stringMatching(/it asks .*flo/) } });
    }
  });

  test("one person decides once", async () => {
    const { planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    await decide(id, "flo", lower);
    expect(stateOf(await decide(id, "flo", lower))).toBe("voted-already");
  });

  test("a change that too few different people could decide cannot be asked for", async () => {
    const { deps } = await planDesk();
    // Owners are flo and fay; the second stage asks the requester's manager or director: only flo.
    const by = personId("ann");
    const few = persons
      .filter(({ id }) => id !== "fay")
      .concat(person("ann", ["all-data"], { manager: personId("flo") }));
    const made = await makePlan(saltmarshWith(lower), { by }, { ...deps, people: async () => peopleFrom(few) });
    expect(made.ok ? undefined : made.error.refused.because).toContain("not enough different people");
  });

  test("a yes that leaves nobody for the next stage is refused, a no is taken, another's yes too", async () => {
    const { deps, plans } = await planDesk();
    const ann = personId("ann");
    const more = persons.concat(person("ann", ["all-data"], { manager: personId("flo") }));
    const people = { ...deps, people: async () => peopleFrom(more) };
    const made = await makePlan(saltmarshWith(lower), { by: ann }, people);
    const id = made.ok ? (made.value.proposal?.id ?? "") : "";
    await applyPlan({ id, by: ann, reason }, people);
    const vote = async (by: string, outcome: "approved" | "rejected") =>
      decidePlan(
        {
          plan: id,
          revision: (await plans.find(id))?.revision ?? 0,
          document: lower,
          by: personId(by),
          outcome,
          note: "",
        },
        people,
      );
    expect(stateOf(await vote("flo", "approved"))).toBe("leaves-nobody");
    expect(stateOf(await vote("fay", "approved"))).toEqual(["pending"]);
    expect(stateOf(await vote("flo", "approved"))).toEqual(["applied"]);
  });

  test("a no ends it, and nothing changes", async () => {
    const { catalogs, plans, planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    expect(await plans.waiting()).toHaveLength(1);
    expect(stateOf(await decide(id, "fay", { ...lower, outcome: "rejected" }))).toEqual(["rejected"]);
    expect(stateOf(await decide(id, "max", lower))).toBe("not-pending");
    expect((await catalogs.current()).datasets.get("finance.ledger")?.classification).toBe("confidential");
    expect(await plans.waiting()).toEqual([]);
  });

  test("the yes of somebody who left meanwhile does not count", async () => {
    const { planAndApply, decide, leave } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    await decide(id, "flo", lower);
    leave("flo");
    expect(stateOf(await decide(id, "max", lower))).toBe("not-asked");
    expect(stateOf(await decide(id, "fay", lower))).toEqual(["pending"]);
    expect(stateOf(await decide(id, "max", lower))).toEqual(["applied"]);
  });

  test("a decision on an old revision of the plan is refused", async () => {
    const { deps, planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    await decide(id, "flo", lower);
    const late = {
      plan: id,
      revision: 2,
      document: lower,
      by: personId("max"),
      outcome: "approved",
      note: "",
    } as const;
    expect(await decidePlan(late, deps)).toMatchObject({ error: { kind: "stale", revision: 3 } });
  });

  test("what was changed meanwhile lapses: another change was approved", async () => {
    const { catalogs, planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    await planAndApply(saltmarshWith({ ...ledger, title: "Changed meanwhile" }));
    await decide(id, "flo", lower);
    expect(stateOf(await decide(id, "max", lower))).toBe("not-pending");
    expect((await catalogs.current()).datasets.get("finance.ledger")?.title).toBe("Changed meanwhile");
  });

  test("what waited is applied with what it waited for", async () => {
    const { catalogs, planAndApply, decide } = await planDesk();
    const wider = { ...directory, groups: { ...directory.groups, newcomers: "00gN" } };
    const [orders] = teams;
    if (orders === undefined) throw new Error("There are teams");
    const team: GovernanceDocument = { ...orders, id: "returns", formerly: [], members: [groupName("newcomers")] };
    const { id } = await planAndApply(saltmarshWith(wider, team));
    expect((await catalogs.current()).teams.has("returns")).toBe(false);
    // The directory has no team: the lead of the team whose policy decides stands for its owners.
    await decide(id, "sid", wider);
    expect(stateOf(await decide(id, "max", wider))).toEqual(["applied", "applied"]);
    expect((await catalogs.current()).teams.has("returns")).toBe(true);
  });

  test("what waited lapses with what it waited for, and is told so", async () => {
    const { catalogs, planAndApply, decide, plans } = await planDesk();
    const wider = { ...directory, groups: { ...directory.groups, newcomers: "00gN" } };
    const [orders] = teams;
    if (orders === undefined) throw new Error("There are teams");
    const team: GovernanceDocument = { ...orders, id: "returns", formerly: [], members: [groupName("newcomers")] };
    const { id } = await planAndApply(saltmarshWith(wider, team, lower));
    expect(stateOf(await decide(id, "sid", { ...wider, outcome: "rejected" }))).toEqual([
      "rejected",
      "pending",
      "waiting",
    ]);
    // Nothing is left to be decided that it could wait for.
    expect(stateOf(await decide(id, "flo", { ...lower, outcome: "rejected" }))).toEqual([
      "rejected",
      "rejected",
      "lapsed",
    ]);
    expect((await catalogs.current()).teams.has("returns")).toBe(false);
    const plan = (await plans.find(id))?.value;
    const held = plan?.held[2];
    if (plan === undefined || held === undefined) throw new Error("It is held");
    const around = { now: plan.at, catalog: await catalogs.current(), people: peopleFrom(persons), documents: [] };
    expect(changeNewsOf("catalog-plan.rejected", { plan, held, ...around })).toMatchObject({
      title: "Lapsed: Team returns",
      lines: expect.arrayContaining([expect.stringContaining("What it waited for did not come into force")]),
    });
  });

  test("two held changes are decided each by its own people", async () => {
    const { catalogs, planAndApply, decide } = await planDesk();
    const more: GovernanceDocument = { ...ordersEtl, budget: { money: attos(5_000n * 10n ** 18n), currency: "USD" } };
    const { id } = await planAndApply(saltmarshWith(lower, more));
    expect(stateOf(await decide(id, "flo", more))).toBe("not-asked");
    await decide(id, "lea", more);
    expect(stateOf(await decide(id, "dir", more))).toEqual(["pending", "applied"]);
    expect((await catalogs.current()).workloads.get("orders-etl")?.budget?.money).toBe(5_000n * 10n ** 18n);
  });

  test("nobody decides alone on the rules of who decides", async () => {
    const { planAndApply, decide } = await planDesk();
    const easier: GovernanceDocument = { ...companyPolicy, maxTotal: hours(24 * 91) };
    const { id } = await planAndApply(saltmarshWith(easier));
    expect(stateOf(await decide(id, "sid", easier))).toEqual(["pending"]);
    expect(stateOf(await decide(id, "sid", easier))).toBe("voted-already");
    expect(stateOf(await decide(id, "max", easier))).toEqual(["applied"]);
  });

  test("rules that became stricter since ask everybody again, under the rules of now", async () => {
    const { deps, catalogs, plans, planAndApply, decide } = await planDesk();
    const { id } = await planAndApply(saltmarshWith(lower));
    await decide(id, "flo", lower);
    const rules = changes.rules.map((rule) =>
      rule.id === "rules-and-retention" ? { ...rule, approve: [one(owners), one(ofTeam("security", "lead"))] } : rule,
    );
    const current = await catalogs.current();
    const next = resolveApplied(saltmarshWith({ ...changes, rules }), { revision: 2, digest, pins: current.pins });
    expect((await catalogs.save(next, { by: "test" })).ok).toBe(true);

    const revision = (await plans.find(id))?.revision ?? 0;
    const late = { plan: id, revision, document: lower, by: personId("max"), outcome: "approved", note: "" } as const;
    expect(await decidePlan(late, deps)).toMatchObject({ error: { kind: "stale", revision: revision + 1 } });
    expect((await plans.find(id))?.value.held[0]).toMatchObject({ state: "pending", votes: [] });
    expect(stateOf(await decide(id, "flo", lower))).toEqual(["pending"]);
    expect(stateOf(await decide(id, "max", lower))).toBe("not-asked");
    expect(stateOf(await decide(id, "sid", lower))).toEqual(["applied"]);
  });
});
