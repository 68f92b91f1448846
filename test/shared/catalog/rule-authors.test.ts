import { describe, expect, test } from "vitest";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { makePlan } from "#shared/catalog/plan-desk.ts";
import { askedNow } from "#shared/catalog/vote.ts";
import { governanceOn } from "#shared/storage/access-governance.ts";
import { lower, pat, planDesk } from "#test/support/catalog/plan-desk.ts";
import { changes, company, ofTeam, one, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

// pat asks; an owner of finance.ledger (flo, fay) decides, then pat's manager (max) or director (dir). Their rule came
// with revision 1.
const strict = (...rest: readonly GovernanceDocument[]) =>
  saltmarshWith({ ...company, segregation: "strict" }, ...rest);

/** Saltmarsh under strict segregation, whose first revision `author` wrote; null: no person; undefined: nobody knows. */
async function strictDesk(author: string | null | undefined) {
  const desk = await planDesk(strict());
  if (author !== undefined) desk.setAuthor(1, author);
  const around = async () => ({
    catalog: await desk.catalogs.current(),
    people: await desk.deps.people(),
    authors: await desk.deps.governance.authors(),
  });
  const asked = async (id: string) => {
    const plan = (await desk.plans.find(id))?.value;
    const held = plan?.held[0];
    if (plan === undefined || held === undefined) throw new Error("It is held");
    return askedNow(plan, held, await around());
  };
  return { ...desk, asked };
}

const refusalOf = async (author: string | undefined) => {
  const { deps } = await strictDesk(author);
  const made = await makePlan(strict(lower), { by: pat }, deps);
  return made.ok ? "held" : made.error.refused.because;
};

describe("a held change under strict segregation", () => {
  test("is decided by people who did not write its rule", async () => {
    const desk = await strictDesk("sid");
    const { id } = await desk.planAndApply(strict(lower));
    expect(await desk.asked(id)).toEqual(["flo", "fay"]);
    await desk.decide(id, "flo", lower);
    expect(await desk.decide(id, "max", lower)).toMatchObject({ value: { held: [{ state: "applied" }] } });
  });

  test("neither asks who wrote its rule nor takes their word, and says why", async () => {
    const desk = await strictDesk("flo");
    const { id } = await desk.planAndApply(strict(lower));
    expect(await desk.asked(id)).toEqual(["fay"]);
    for (const outcome of ["approved", "rejected"] as const) {
      expect(await desk.decide(id, "flo", { ...lower, outcome })).toEqual({
        ok: false,
        error: {
          kind: "own-rule",
          because:
            'Cannot decide on Dataset "finance.ledger": segregation is strict, and you wrote a rule that decides on it',
        },
      });
    }
    expect(await desk.decide(id, "fay", lower)).toMatchObject({ ok: true });
  });

  test.each([
    { author: "pat", says: 'pat wrote rule "rules-and-retention" of policy "changes", which decides on this' },
    { author: undefined, says: 'Nobody knows who wrote rule "rules-and-retention" of policy "changes" (version 1)' },
  ])("cannot even be asked for when its rule was written by $author", async ({ author, says }) => {
    expect(await refusalOf(author)).toBe(says);
  });

  test("excludes nobody when the bootstrap laid its rule: no person wrote it", async () => {
    const desk = await strictDesk(null);
    const { id } = await desk.planAndApply(strict(lower));
    expect(await desk.asked(id)).toEqual(["flo", "fay"]);
    await desk.decide(id, "flo", lower);
    expect(await desk.decide(id, "max", lower)).toMatchObject({ value: { held: [{ state: "applied" }] } });
  });

  test("cannot be asked for when nobody else than the author is left for a stage", async () => {
    const desk = await strictDesk("flo");
    desk.leave("fay");
    const made = await makePlan(strict(lower), { by: pat }, desk.deps);
    expect(made).toMatchObject({
      error: { refused: { because: expect.stringContaining("besides who asks and who wrote the rule") } },
    });
  });

  test("asks nobody, and ends by its time, when the author is known no more: nobody could say that they are another", async () => {
    const desk = await planDesk(saltmarshWith());
    const { id } = await desk.planAndApply(saltmarshWith(lower));
    const catalog = await desk.catalogs.current();
    const plan = (await desk.plans.find(id))?.value;
    const held = plan?.held[0];
    if (plan === undefined || held === undefined) throw new Error("It is held");
    const now = { ...catalog, company: { ...catalog.company, segregation: "strict" as const } };
    const people = await desk.deps.people();
    expect(askedNow(plan, held, { catalog: now, people, authors: new Map() })).toEqual([]);
    expect(held.pendingUntil).toBeDefined();
  });

  test("is decided by nobody once who made the plan wrote a rule that decides on it: they would have chosen who does", async () => {
    const desk = await strictDesk(null);
    const { id } = await desk.planAndApply(strict(lower));
    await desk.decide(id, "flo", lower);
    const knows: GovernanceDocument = {
      kind: "AccessPolicy",
      id: "security-knows",
      team: "security",
      tightens: "changes",
      scope: { request: ["policy-change", "retention-change"] },
      rules: [{ id: "the-head-knows", approve: [one(ofTeam("security", "lead"))] }],
    };
    const { applied } = await desk.planAndApply(strict(knows));
    expect(applied).toMatchObject({ ok: true, value: { held: [] } });
    desk.setAuthor(2, "pat");
    expect(await desk.decide(id, "max", lower)).toMatchObject({ error: { kind: "stale" } });
    expect(await desk.asked(id)).toEqual([]);
    for (const outcome of ["approved", "rejected"] as const) {
      expect(await desk.decide(id, "flo", { ...lower, outcome })).toEqual({
        ok: false,
        error: {
          kind: "makers-rule",
          because:
            'Cannot decide on Dataset "finance.ledger": segregation is strict, and who made the plan wrote a rule that decides on it',
        },
      });
    }
    expect((await desk.plans.find(id))?.value.held[0]).toMatchObject({ state: "pending", votes: [] });
  });

  test("has who made the plan as the author of what it brings, not who said yes to it last", async () => {
    const desk = await planDesk();
    const { id } = await desk.planAndApply(saltmarshWith(lower));
    await desk.decide(id, "flo", lower);
    await desk.decide(id, "max", lower);
    const { revision } = await desk.catalogs.current();
    const parts = { records: desk.records, catalogs: desk.catalogs, persons: undefined as never };
    expect((await governanceOn(parts).authors()).get(revision)).toBe("pat");
  });
});

test("basic segregation reads no authors at all", async () => {
  const desk = await planDesk(saltmarshWith(changes));
  const authors = () => Promise.reject(new Error("Read in vain"));
  const made = await makePlan(saltmarshWith(lower), { by: pat }, { ...desk.deps, governance: { authors } });
  expect(made.ok).toBe(true);
});
