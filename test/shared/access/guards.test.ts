import { describe, expect, test } from "vitest";
import { everyOpenGrant } from "#shared/access/every-open-grant.ts";
import { offBoardWhoLeft } from "#shared/access/off-board.ts";
import { authorProblem, ruleAuthors } from "#shared/access/segregation.ts";
import type { PinnedRule } from "#shared/catalog/decision.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { personId } from "#shared/kernel/ids.ts";
import { grantWorld } from "#test/support/access/grant-world.ts";
import { DOCUMENTS, requestWorld } from "#test/support/access/request-world.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { company } from "#test/support/catalog/saltmarsh.ts";

describe("what changed between approval and activation blocks it", () => {
  test("who gets it may not ask for it any more", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await world.governance.setPerson("ana", ["finance-analysts"]);
    await world.act(id);
    expect(await world.request(id)).toMatchObject({
      state: "BLOCKED",
      because: expect.stringMatching(/^eligibility: /),
    });
  });

  test("the account is where such data may not be any more", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    const moved = DOCUMENTS.map((each) => (each.kind === "Account" ? { ...each, regions: ["us-east-1"] } : each));
    await world.governance.setCatalog(catalogOf(moved));
    await world.act(id);
    expect(await world.request(id)).toMatchObject({ state: "BLOCKED", because: expect.stringMatching(/^residency: /) });
  });

  test("too much has become live meanwhile", async () => {
    const world = await requestWorld();
    const ids = [];
    for (let each = 0; each < 11; each += 1) ids.push(await world.approved());
    for (const id of ids) await world.act(id);
    const states = await Promise.all(ids.map(async (id) => (await world.request(id)).state));
    expect(states.filter((state) => state === "ACTIVE")).toHaveLength(10);
    expect(await world.request(ids[10] ?? ids[0] ?? ("" as never))).toMatchObject({
      state: "BLOCKED",
      because: "concurrency: 11 live grants with this; at most 10 are allowed",
    });
  });
});

test("for whom it is decides nothing, though they are of those who decide", async () => {
  const world = await requestWorld();
  const id = await world.asked({ beneficiary: personId("owen") });
  expect(await world.decide(id, "owen")).toMatchObject({ ok: false, error: { why: "own-request", needs: ["olga"] } });
});

test("what is only planned for somebody who left never starts", async () => {
  const { store, clock } = await grantWorld();
  const { governance } = await requestWorld();
  await governance.removePerson("ana");
  expect(
    await offBoardWhoLeft({ open: await everyOpenGrant(store), by: "function:test" }, { store, clock, governance }),
  ).toEqual(["R-1"]);
  expect((await store.grantsIn("NEVER_STARTED", { limit: 5 })).items).toHaveLength(1);
});

test("a request is not made on a directory row that changed while it was checked", async () => {
  const world = await requestWorld();
  const worker = world.held(() => world.submit());
  await worker.until("commit");
  await world.governance.setPerson("ana", [], { active: false });
  await worker.run();
  expect((await world.store.everyRequest({ limit: 5 })).items).toEqual([]);
});

test("under strict segregation the author of a tightening rule counts as much, known or not", () => {
  const rule = (policy: string, version: number): PinnedRule => ({
    policy,
    version,
    hash: sha256("0".repeat(64)),
    rule: "r",
  });
  const catalog = catalogOf(
    DOCUMENTS.map((each) => (each === company ? { ...company, segregation: "strict" as const } : each)),
  );
  const pin = { items: [{ ...rule("base", 1), tightenedBy: [rule("tight", 2)] }] } as never;
  const both = {
    catalog,
    authors: new Map([
      [1, personId("eva")],
      [2, personId("ana")],
    ]),
  };
  expect(ruleAuthors(pin, both)).toEqual(["eva", "ana"]);
  expect(authorProblem(pin, [personId("ana")], both)).toBe(
    'ana wrote rule "r" of policy "tight", which decides on this',
  );
  const one = { catalog, authors: new Map([[1, personId("eva")]]) };
  expect(ruleAuthors(pin, one)).toBeUndefined();
});
