import { describe, expect, test } from "vitest";
import { actOnRequest } from "#shared/access/act-on-request.ts";
import { cancelRequest } from "#shared/access/cancel-request.ts";
import { editRequest } from "#shared/access/edit-request.ts";
import { sweep } from "#shared/access/sweep.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import { groupName, personId, type RequestId } from "#shared/kernel/ids.ts";
import { hours, plus } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { companyPolicy, companyRules, orders, s3Read } from "#test/support/catalog/saltmarsh.ts";

const withRestricted = (approve: readonly Stage[]) =>
  catalogOf(
    DOCUMENTS.map((document) =>
      document === companyPolicy
        ? {
            ...companyPolicy,
            rules: companyRules.map((rule) => (rule.id === "restricted" ? { ...rule, approve } : rule)),
          }
        : document,
    ),
  );

const endAt = async (world: RequestWorld, id: RequestId) => {
  const request = await world.request(id);
  return "because" in request ? `${request.state}: ${request.because}` : request.state;
};

describe("time", () => {
  test("an undecided request ends at its pending end, not before", async () => {
    const world = await requestWorld();
    const id = await world.asked();
    world.clock.set(at("2026-11-24T08:59:59.999Z"));
    await world.sweep();
    expect((await world.request(id)).state).toBe("PENDING");
    world.clock.set(at("2026-11-24T09:00:00Z"));
    const late = await world.decide(id, "owen");
    expect(late).toMatchObject({ ok: false, error: { kind: "not-taken", why: "too-late" } });
    await world.sweep();
    expect(await endAt(world, id)).toBe("EXPIRED: nobody decided in time");
  });

  test("an approval is good for its window and one hour of room, and then for nothing", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    expect(await world.request(id)).toMatchObject({ approvedUntil: at("2026-11-23T14:00:00Z") });
    world.clock.set(at("2026-11-23T14:00:00Z"));
    await world.sweep();
    expect(await endAt(world, id)).toBe("EXPIRED: its approval ran out");
    expect(world.cloud.calls).toEqual([]);
  });

  test("a request for later waits for its start", async () => {
    const world = await requestWorld();
    const id = await world.approved({ startsAt: at("2026-11-23T18:00:00Z") });
    expect((await world.request(id)).state).toBe("SCHEDULED");
    await world.sweepUntil(at("2026-11-23T17:59:00Z"));
    expect((await world.request(id)).state).toBe("SCHEDULED");
    await world.sweepUntil(at("2026-11-23T18:00:00Z"));
    expect(await world.grant(id)).toMatchObject({ state: "ACTIVE", expiresAt: at("2026-11-23T22:00:00Z") });
  });

  test("what is sent back keeps its ends: neither pending nor approved until begins anew", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    world.clock.set(at("2026-11-23T10:00:00Z"));
    await world.governance.setCatalog(stricterCatalog(DOCUMENTS));
    await world.act(id);
    expect(await world.request(id)).toMatchObject({
      state: "PENDING",
      pendingUntil: at("2026-11-24T09:00:00Z"),
      approvedUntil: at("2026-11-23T14:00:00Z"),
    });
    for (const person of ["owen", "sam", "fay"]) await world.decide(id, person);
    expect(await world.request(id)).toMatchObject({ state: "APPROVED", approvedUntil: at("2026-11-23T14:00:00Z") });
    await world.act(id);
    expect(await world.grant(id)).toMatchObject({ expiresAt: at("2026-11-23T14:00:00Z") });
  });
});

describe("at activation", () => {
  test("what may not be granted any more is blocked, with the reason", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await world.governance.setPerson("ana", ["all-data"], { active: false });
    await world.act(id);
    expect(await endAt(world, id)).toBe("BLOCKED: active: Not active in the directory: ana");
  });

  test("a dataset that is gone, or a template that became dangerous, grants nothing", async () => {
    for (const replaced of [orders, s3Read]) {
      const world = await requestWorld();
      const id = await world.approved();
      const dangerous = {
        ...s3Read,
        allow: [{ actions: ["s3:PutBucketPolicy"], resources: ["arn:aws:s3:::{bucket}"] }],
      };
      const documents =
        replaced === orders
          ? DOCUMENTS.filter((document) => document !== orders)
          : DOCUMENTS.map((document) => (document === s3Read ? dangerous : document));
      await world.governance.setCatalog(catalogOf(documents));
      await world.act(id);
      expect((await world.request(id)).state).toBe("BLOCKED");
      expect(world.cloud.calls).toEqual([]);
    }
  });

  test("somebody who decided and is not in the stage any more sends it back, and blocks it when nobody else is left", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await world.governance.setPerson("owen", ["all-data"]);
    await world.act(id);
    expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2 });
    const other = await requestWorld();
    const lonely = await other.approved();
    await other.governance.removePerson("olga");
    await other.governance.setPerson("owen", ["all-data"]);
    await other.act(lonely);
    expect((await other.request(lonely)).state).toBe("BLOCKED");
  });

  test("a policy that asks less changes nothing", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await world.governance.setCatalog(withRestricted([{ need: 1, of: [{ kind: "target", part: "owners" }] }]));
    await world.act(id);
    expect((await world.request(id)).state).toBe("ACTIVE");
  });
});

describe("stages", () => {
  const owners = { kind: "target", part: "owners" } as const;
  const security = { kind: "team", team: "security", part: "members" } as const;

  test("two of a set are two people", async () => {
    const world = await requestWorld();
    await world.governance.setCatalog(withRestricted([{ need: 2, of: [owners] }]));
    const id = await world.asked();
    expect((await world.decide(id, "owen")).ok).toBe(true);
    expect((await world.request(id)).state).toBe("PENDING");
    expect((await world.decide(id, "olga")).ok).toBe(true);
    expect((await world.request(id)).state).toBe("APPROVED");
  });

  test("each of two sets is one person of either", async () => {
    const world = await requestWorld();
    await world.governance.setCatalog(withRestricted([{ need: "each", of: [owners, security] }]));
    const id = await world.asked();
    await world.decide(id, "owen");
    await world.decide(id, "olga");
    expect((await world.request(id)).state).toBe("PENDING");
    await world.decide(id, "sue");
    expect((await world.request(id)).state).toBe("APPROVED");
  });

  test("two datasets of one owner are decided once, of two owners once each", async () => {
    const world = await requestWorld();
    const twice = { items: [1, 2].map(() => ({ dataset: "sales.orders", template: "s3-prefix-read" })) };
    const same = await world.request(await world.asked(twice));
    expect(same.pin.stages).toHaveLength(2);
    await world.governance.setPerson("fin", ["all-data", "finance-data-owners"]);
    await world.governance.setPerson("pat", ["all-data", "platform-engineers"]);
    const two = {
      items: ["sales.orders", "finance.ledger"].map((dataset) => ({ dataset, template: "s3-prefix-read" })),
    };
    const mixed = await world.request(await world.asked(two));
    expect(mixed.pin.stages.map(({ item }) => item)).toEqual([0, 0, 1, 1]);
  });
});

describe("limits", () => {
  test("live grants of one person are counted, those that are over are not", async () => {
    const world = await requestWorld();
    const two = DOCUMENTS.map((document) =>
      document === companyPolicy ? { ...companyPolicy, maxConcurrent: 2 } : document,
    );
    await world.governance.setCatalog(catalogOf(two));
    await world.live({ duration: hours(1) });
    await world.live();
    expect(await world.submit()).toMatchObject({ ok: false, error: { kind: "refused" } });
    await world.sweepUntil(at("2026-11-23T10:02:00Z"));
    expect(await world.submit()).toMatchObject({ ok: true });
  });

  test("what would not fit on the person's role is refused before anybody is asked", async () => {
    const world = await requestWorld();
    const items = Array.from({ length: 25 }, (_, each) => ({
      dataset: "sales.orders",
      template: "s3-prefix-read",
      parameters: { below: `${"long".repeat(60)}${each}` },
    }));
    const many = DOCUMENTS.map((document) =>
      document === companyPolicy ? { ...companyPolicy, maxConcurrent: 100 } : document,
    );
    await world.governance.setCatalog(catalogOf(many));
    const refused = await world.submit({ items });
    const checks = !refused.ok && refused.error.kind === "refused" ? refused.error.assessment.checks : [];
    expect(checks.filter(({ result }) => result === "fail").map(({ check }) => check)).toEqual(["size"]);
  });

  test("restricted data in a region where it may not be is refused", async () => {
    const world = await requestWorld();
    const elsewhere = DOCUMENTS.map((document) =>
      document.kind === "Account" && document.id === "data-prod" ? { ...document, regions: ["us-east-1"] } : document,
    );
    await world.governance.setCatalog(catalogOf(elsewhere));
    const refused = await world.submit();
    const checks = !refused.ok && refused.error.kind === "refused" ? refused.error.assessment.checks : [];
    expect(checks.find(({ check }) => check === "residency")?.result).toBe("fail");
  });
});

describe("changing one's mind", () => {
  test("a request can be withdrawn until something was granted", async () => {
    const world = await requestWorld();
    const ana = personId("ana");
    const pending = await world.asked();
    expect(await cancelRequest({ request: pending, person: ana }, world)).toMatchObject({ kind: "cancelled" });
    expect(await cancelRequest({ request: pending, person: ana }, world)).toMatchObject({
      kind: "cancelled",
      revision: 2,
    });
    const approved = await world.approved();
    expect(await cancelRequest({ request: approved, person: ana }, world)).toMatchObject({ kind: "cancelled" });
    await actOnRequest(approved, world.deps);
    expect(world.cloud.calls).toEqual([]);
    const live = await world.live();
    expect(await cancelRequest({ request: live, person: ana }, world)).toMatchObject({ kind: "too-late" });
  });

  test("an edit begins a new round: what was said is kept, and does not count", async () => {
    const world = await requestWorld();
    const id = await world.asked();
    await world.decide(id, "owen");
    const edit = { request: id, revision: 2, person: personId("ana"), change: { duration: hours(6) } };
    expect((await editRequest(edit, world.deps)).ok).toBe(true);
    expect(await world.request(id)).toMatchObject({ round: 2, stage: 0, decisions: [{ person: "owen", round: 1 }] });
    expect((await world.decide(id, "owen")).ok).toBe(true);
    const tooLong = { ...edit, revision: 4, change: { duration: hours(9) } };
    expect(await editRequest(tooLong, world.deps)).toMatchObject({ ok: false, error: { kind: "refused" } });
    expect(await editRequest({ ...edit, person: personId("ben") }, world.deps)).toMatchObject({
      ok: false,
      error: { kind: "not-yours" },
    });
  });
});

describe("the sweep", () => {
  test("one row that fails is reported and holds back no other", async () => {
    const world = await requestWorld();
    const [first, second] = [await world.approved(), await world.approved()];
    const broken: typeof world.deps.store = {
      ...world.store,
      request: async (id) => {
        if (id === first) throw new Error("cannot be read");
        return world.store.request(id);
      },
    };
    const swept = await sweep({ ...world.deps, store: broken }, plus(world.clock.now(), hours(1)));
    expect(swept.failed.map(({ row }) => row.id)).toEqual([first]);
    expect((await world.request(second)).state).toBe("ACTIVE");
  });

  test("a group that everybody left asks nobody, and is named in the refusal", async () => {
    const world = await requestWorld();
    await world.governance.setPerson("ana", [groupName("finance-analysts")]);
    const refused = await world.submit();
    const checks = !refused.ok && refused.error.kind === "refused" ? refused.error.assessment.checks : [];
    expect(checks.find(({ check }) => check === "eligibility")).toEqual({
      check: "eligibility",
      result: "fail",
      because: 'Policy "company" lets people in the group all-data ask, and ana is none of them',
    });
  });
});
