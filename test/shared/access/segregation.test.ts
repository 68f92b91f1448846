import { describe, expect, test } from "vitest";
import { editRequest } from "#shared/access/edit-request.ts";
import { offersFor } from "#shared/access/offers.ts";
import { personId } from "#shared/kernel/ids.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { company } from "#test/support/catalog/saltmarsh.ts";

const STRICT = DOCUMENTS.map((each) => (each === company ? { ...company, segregation: "strict" as const } : each));
const forBen = { beneficiary: personId("ben") };
const inDev = { items: [{ dataset: "sales.orders", account: "data-dev", template: "s3-prefix-read" }] };

async function strictWorld(author: string | null = "eva"): Promise<RequestWorld> {
  const world = await requestWorld(STRICT);
  world.governance.setAuthor(1, author);
  return world;
}

/** Begun under basic segregation; then the company becomes strict. */
async function turnStrict(world: RequestWorld, author: string | undefined): Promise<void> {
  if (author !== undefined) world.governance.setAuthor(1, author);
  await world.governance.setCatalog(catalogOf(STRICT));
}

async function refusals(world: RequestWorld, ask: Parameters<RequestWorld["submit"]>[0]): Promise<readonly string[]> {
  const submitted = await world.submit(ask);
  if (submitted.ok) return [];
  if (submitted.error.kind !== "refused") throw new Error(submitted.error.kind);
  return submitted.error.assessment.checks
    .filter(({ result }) => result === "fail")
    .map(({ check, because }) => `${check}: ${because}`);
}

describe("strict segregation", () => {
  test("lets four different people do it: one asks, one gets it, one wrote the rule, others decide", async () => {
    const world = await strictWorld();
    const id = await world.live(forBen);
    expect((await world.request(id)).state).toBe("ACTIVE");
  });

  test("excludes nobody as the author of a rule that the bootstrap laid", async () => {
    const world = await strictWorld(null);
    const id = await world.live(forBen);
    expect((await world.request(id)).state).toBe("ACTIVE");
  });

  test.each([
    {
      because: "who asks gets it",
      author: "eva",
      ask: {},
      says: "four-people: ana asks for themselves; under strict segregation somebody else has to",
    },
    {
      because: "who asks wrote the rule",
      author: "ana",
      ask: forBen,
      says: 'four-people: ana wrote rule "restricted" of policy "company", which decides on this',
    },
    {
      because: "who gets it wrote the rule",
      author: "ben",
      ask: forBen,
      says: 'four-people: ben wrote rule "restricted" of policy "company", which decides on this',
    },
    {
      because: "who gets it wrote the rule that approves by itself",
      author: "ben",
      ask: { ...forBen, ...inDev },
      says: expect.stringMatching(/^four-people: ben wrote rule ".+" of policy "company", which decides on this$/),
    },
  ])("refuses: $because", async ({ author, ask, says }) => {
    expect(await refusals(await strictWorld(author), ask)).toEqual([says]);
  });

  test("refuses while nobody knows who wrote the rule, also one that approves by itself", async () => {
    const unknown = 'four-people: Nobody knows who wrote rule "restricted" of policy "company" (version 1)';
    const found = await refusals(await requestWorld(STRICT), forBen);
    expect(found).toContain(unknown);
    expect(await refusals(await requestWorld(STRICT), { ...forBen, ...inDev })).toHaveLength(1);
  });

  test("leaves the author of the rule out of those who decide, and refuses their word", async () => {
    const world = await strictWorld("owen");
    const id = await world.asked(forBen);
    expect(await world.decide(id, "owen")).toMatchObject({
      ok: false,
      error: { kind: "not-taken", why: "own-rule", needs: ["olga"] },
    });
    expect((await world.decide(id, "olga")).ok).toBe(true);
  });

  test("refuses what only the author of the rule could decide", async () => {
    const world = await strictWorld("owen");
    await world.governance.removePerson("olga");
    expect(await refusals(world, forBen)).toEqual([
      "segregation: Nobody could decide: there are not enough people besides the requester and the beneficiary, " +
        "and the author of the rule",
    ]);
  });

  test("is asked again right before anything is granted: approved for oneself, it is blocked", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await turnStrict(world, "eva");
    await world.act(id);
    expect(await world.request(id)).toMatchObject({
      state: "BLOCKED",
      because: "four-people: ana asks for themselves; under strict segregation somebody else has to",
    });
    expect(world.cloud.names()).toEqual([]);
  });

  test("sends back what the author of the rule had decided", async () => {
    const world = await requestWorld();
    const id = await world.approved(forBen);
    await turnStrict(world, "owen");
    await world.act(id);
    expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2 });
    expect(await world.decide(id, "owen")).toMatchObject({ ok: false, error: { why: "own-rule" } });
  });

  test("takes no word while nobody knows who wrote the rule", async () => {
    const world = await requestWorld();
    const id = await world.asked(forBen);
    await turnStrict(world, undefined);
    expect(await world.decide(id, "owen")).toMatchObject({ ok: false, error: { why: "author-unknown", needs: [] } });
  });

  test("holds for an edited request too", async () => {
    const world = await requestWorld();
    const id = await world.asked();
    await turnStrict(world, "eva");
    const change = { justification: "Still looking into the missing orders" };
    const edited = await editRequest({ request: id, revision: 1, person: personId("ana"), change }, world.deps);
    expect(edited).toMatchObject({ ok: false, error: { kind: "refused" } });
  });

  test("never stands in the way of an end", async () => {
    const world = await requestWorld();
    const id = await world.live();
    await turnStrict(world, undefined);
    await world.sweepUntil(at("2026-11-23T13:10:00Z"));
    expect((await world.request(id)).state).toBe("ENDED");
  });

  test("is said in what may be asked for", async () => {
    const world = await strictWorld("sam");
    const { catalog } = await world.governance.catalog();
    const people = await world.governance.people();
    const offers = (person: string) =>
      offersFor(personId(person), { catalog, people, authors: new Map([[1, personId("sam")]]) });
    expect(offers("ana").find(({ dataset }) => dataset === "sales.orders")).toMatchObject({
      mayRequest: true,
      because: "you may ask for somebody else",
    });
    expect(offers("sam").every(({ mayRequest }) => !mayRequest)).toBe(true);
  });
});

test("under basic segregation nobody's authorship is read or matters", async () => {
  const world = await requestWorld();
  world.governance.setAuthor(1, "ana");
  const id = await world.live();
  const { checks } = await world.request(id);
  expect(checks.find(({ check }) => check === "four-people")).toMatchObject({ result: "pass" });
});
