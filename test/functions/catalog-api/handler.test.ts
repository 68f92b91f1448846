import { beforeAll, describe, expect, test } from "vitest";
import { sampleDocuments } from "#infra/local/sample/documents.ts";
import { days, hours, plus } from "#shared/kernel/time.ts";
import { type Ask, catalogDesk } from "#test/support/catalog/catalog-desk.ts";

const files = sampleDocuments(new Date("2026-11-23T09:00:00Z"));
const LEDGER = "teams/finance/data.yaml";

const withText = (path: string, change: (text: string) => string) =>
  files.map((file) => (file.path === path ? { ...file, text: change(file.text) } : file));

const REASON = { justification: "The auditor asked for it in September" };

type Desk = Awaited<ReturnType<typeof catalogDesk>>;

async function applied(): Promise<Desk> {
  const desk = await catalogDesk();
  const made = await desk.call("POST", "/v1/catalog/plans", { body: { files } });
  expect(made.status).toBe(201);
  const done = await desk.call("POST", `/v1/catalog/plans/${made.body.plan.id}/application`, { body: REASON });
  expect(done.status).toBe(200);
  return desk;
}

describe("reading the catalogue", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await applied();
  });

  const reads = [
    "/v1/catalog/datasets",
    "/v1/catalog/workloads",
    "/v1/catalog/teams",
    "/v1/catalog/access-table",
    "/v1/catalog/plans",
  ];

  test.each(reads)("%s answers what its contract says", async (path) => {
    const { status, body, contract } = await desk.call("GET", path, { as: "ada.berg" });
    expect(status).toBe(200);
    expect(contract?.answers[200]?.safeParse(body).error).toBeUndefined();
  });

  test("one thing of each list can be read by its id, and as a document with its origins", async () => {
    for (const [list, kind] of [
      ["datasets", "Dataset"],
      ["workloads", "Workload"],
      ["teams", "Team"],
    ] as const) {
      const { body } = await desk.call("GET", `/v1/catalog/${list}`);
      expect(body.items.length).toBeGreaterThan(7);
      const { id } = body.items[0];
      const found = await desk.call("GET", `/v1/catalog/${list}/${id}`);
      expect(found.contract?.answers[200]?.safeParse(found.body).error).toBeUndefined();
      expect(found.body).toEqual(body.items[0]);
      const document = await desk.call("GET", `/v1/catalog/documents/${kind}/${id}`);
      expect(document.contract?.answers[200]?.safeParse(document.body).error).toBeUndefined();
      expect(document.body).toMatchObject({ version: 1, document: { kind, id } });
    }
  });

  test("says which workloads read and write a dataset, and where a value comes from", async () => {
    const { body: workloads } = await desk.call("GET", "/v1/catalog/workloads");
    const workload = workloads.items.find(({ writes }: { writes: string[] }) => writes.length > 0);
    const { body } = await desk.call("GET", `/v1/catalog/datasets/${workload.writes[0]}`);
    expect(body.writtenBy).toContain(workload.id);
    const document = await desk.call("GET", `/v1/catalog/documents/Dataset/${body.id}`);
    expect(document.body.explain).toContainEqual({
      pointer: "/freshness",
      from: expect.objectContaining({ kind: "Company" }),
    });
  });

  const missing = [
    "/v1/catalog/datasets/none",
    "/v1/catalog/workloads/__proto__",
    "/v1/catalog/teams/constructor",
    "/v1/catalog/plans/P-0",
    "/v1/catalog/access-table?dataset=none",
    "/v1/catalog/documents/Dataset/none",
    "/v1/catalog/documents/Nothing/none",
  ];

  test.each(missing)("%s is 404", async (path) => {
    expect((await desk.call("GET", path)).status).toBe(404);
  });

  test("the table of one dataset names nobody who is not asked by its own rules", async () => {
    const { body } = await desk.call("GET", "/v1/catalog/access-table");
    expect(body.cells).toHaveLength(144);
  });
});

describe("planning", () => {
  test("is for operators only", async () => {
    const desk = await applied();
    const asked = await desk.call("POST", "/v1/catalog/plans", { as: "ada.berg", body: { files } });
    expect(asked.status).toBe(403);
    expect((await desk.call("POST", "/v1/catalog/plans", { as: "eva.lind", body: { files } })).status).toBe(201);
  });

  test("names every problem by file, line and column, and keeps nothing", async () => {
    const desk = await applied();
    const broken = withText(LEDGER, (text) => text.replace("classification: ", "clasification: "));
    const { status, body } = await desk.call("POST", "/v1/catalog/plans", { body: { files: broken } });
    expect(status).toBe(422);
    expect(body.problems[0]).toMatchObject({
      file: LEDGER,
      code: expect.any(String),
      message: expect.stringContaining("clasification"),
    });
    expect((await desk.call("GET", "/v1/catalog/plans/P-2")).status).toBe(404);
  });

  const bodies: readonly (readonly [string, unknown])[] = [
    ["no files", { files: [] }],
    ["files that are no documents", { files: [{ path: "a.yaml", text: "# nothing" }] }],
    ["text that is no YAML", { files: [{ path: "a.yaml", text: "a: [" }] }],
    ["a field that is unknown", { files, force: true }],
    ["a path outside", { files: [{ path: "", text: "" }] }],
    [
      "one team alone",
      { files: [{ path: "a.yaml", text: "kind: Team\nid: x\nmembers: [a]\nlead: b\ndataOwners: [c]\n" }] },
    ],
  ];

  test.each(bodies)("with %s is refused", async (_, body) => {
    const desk = await catalogDesk();
    expect((await desk.call("POST", "/v1/catalog/plans", { body })).status).toBe(422);
  });

  test("a plan is applied once, and not when it is old", async () => {
    const desk = await applied();
    const again = await desk.call("POST", "/v1/catalog/plans/P-1/application", { body: REASON });
    expect(again).toMatchObject({ status: 409, body: { detail: 'Cannot apply plan "P-1": it was applied' } });
    expect((await desk.call("POST", "/v1/catalog/plans/P-9/application", { body: REASON })).status).toBe(404);
  });
});

describe("a plan that comes too late", () => {
  const titled = (title: string) => withText(LEDGER, (text) => text.replace(/^title: .*/m, `title: ${title}`));

  test("is refused when the catalogue moved, with its revision", async () => {
    const desk = await applied();
    const [one, two] = [
      await desk.call("POST", "/v1/catalog/plans", { body: { files: titled("One") } }),
      await desk.call("POST", "/v1/catalog/plans", { body: { files: titled("Two") } }),
    ];
    expect(
      (await desk.call("POST", `/v1/catalog/plans/${one.body.plan.id}/application`, { body: REASON })).status,
    ).toBe(200);
    expect(
      await desk.call("POST", `/v1/catalog/plans/${two.body.plan.id}/application`, { body: REASON }),
    ).toMatchObject({
      status: 409,
      body: { current: 2, remedy: "Plan again" },
    });
    const { body } = await desk.call("GET", "/v1/catalog/datasets/finance.ledger");
    expect(body.title).toBe("One");
  });

  test("is refused after a day", async () => {
    const desk = await applied();
    const made = await desk.call("POST", "/v1/catalog/plans", { body: { files: titled("One") } });
    const listed = async () => (await desk.call("GET", "/v1/catalog/plans?state=planned")).body.items;
    expect(await listed()).toMatchObject([{ id: made.body.plan.id, state: "planned" }]);
    desk.clock.set(plus(desk.clock.now(), hours(24)));
    expect(await listed()).toEqual([]);
    expect(
      await desk.call("POST", `/v1/catalog/plans/${made.body.plan.id}/application`, { body: REASON }),
    ).toMatchObject({
      status: 409,
      body: { detail: `Cannot apply plan "${made.body.plan.id}": it is older than 24 h` },
    });
  });
});

describe("from a change of class to its effect", () => {
  const lowered = withText(LEDGER, (text) => text.replace("classification: confidential", "classification: internal"));

  async function held() {
    const desk = await applied();
    const made = await desk.call("POST", "/v1/catalog/plans", { as: "eva.lind", body: { files: lowered } });
    expect(made.status).toBe(201);
    expect(made.contract?.answers[201]?.safeParse(made.body).error).toBeUndefined();
    const { id } = made.body.plan;
    const { body } = await desk.call("POST", `/v1/catalog/plans/${id}/application`, { as: "eva.lind", body: REASON });
    const [change] = body.held;
    const decide = (as: string, revision: number, said: { readonly outcome?: string; readonly note?: string } = {}) =>
      desk.call("POST", `/v1/catalog/plans/${id}/decisions`, {
        as,
        revision,
        body: { kind: change.kind, document: change.id, outcome: "approved", ...said },
      } satisfies Ask);
    return { desk, made: made.body, plan: body, change, decide };
  }

  test("the plan says what opens a request, who decides, and which cells move", async () => {
    const { made, change } = await held();
    expect(made.changes[0].opensRequest).toEqual(["classification confidential → internal"]);
    expect(made.cellsMoved.length).toBeGreaterThan(0);
    expect(change).toMatchObject({
      state: "pending",
      stages: ["target.owners", "one of requester.manager and requester.director"],
      decides: expect.stringMatching(
        /^an owner of \S+, then the requester's manager or the manager of the requester's manager$/,
      ),
    });
    expect(change.asked).toEqual(["dan.moss", "mia.wolf"]);
  });

  test("two people say yes, then it holds", async () => {
    const { desk, plan, change, decide } = await held();
    const first = await decide("dan.moss", plan.revision);
    expect(first).toMatchObject({
      status: 200,
      body: { held: [{ state: "pending", asked: ["ida.noor", "finn.hale"] }] },
    });
    const second = await decide("finn.hale", first.body.revision);
    expect(second.body.held[0].state).toBe("applied");
    const { body } = await desk.call("GET", `/v1/catalog/datasets/${change.id}`);
    expect(body.classification).toBe("internal");
    expect(body.version).toBeGreaterThan(1);
  });

  test("not by its author, not by others, not on an old revision, not without one", async () => {
    const { desk, plan, change, decide } = await held();
    expect((await decide("eva.lind", plan.revision)).status).toBe(403);
    expect((await decide("ada.berg", plan.revision)).status).toBe(403);
    expect(await decide("dan.moss", plan.revision + 1)).toMatchObject({
      status: 409,
      body: { current: plan.revision },
    });
    const body = { kind: change.kind, document: change.id, outcome: "approved" };
    expect((await desk.call("POST", `/v1/catalog/plans/${plan.id}/decisions`, { as: "dan.moss", body })).status).toBe(
      428,
    );
  });

  test("who is asked finds it under what is to decide, nobody else does, and nobody once its five days are over", async () => {
    const { desk, plan } = await held();
    const todo = async (as: string) => (await desk.call("GET", "/v1/catalog/plans?role=to-decide", { as })).body.items;
    expect(await todo("dan.moss")).toMatchObject([
      {
        id: plan.id,
        held: [
          {
            effect: { short: "Dataset finance.ledger: classification confidential → internal" },
            lapsesAt: "2026-11-28T09:00:00.000Z",
          },
        ],
      },
    ]);
    for (const other of ["eva.lind", "finn.hale", "ada.berg"]) expect(await todo(other)).toEqual([]);
    desk.clock.set(plus(desk.clock.now(), days(5)));
    expect(await todo("dan.moss")).toEqual([]);
    expect((await desk.call("GET", `/v1/catalog/plans/${plan.id}`)).body.held[0].asked).toEqual([]);
  });

  test("a decision that comes too late is refused, and says what to do", async () => {
    const { desk, plan, decide } = await held();
    desk.clock.set(plus(desk.clock.now(), days(5)));
    expect(await decide("dan.moss", plan.revision)).toMatchObject({
      status: 409,
      body: { remedy: "Who wants it still plans it anew" },
    });
  });

  test.each([{}, { note: " " }])("a no without a reason that its author can read is refused (%j)", async (said) => {
    const { plan, decide } = await held();
    expect(await decide("dan.moss", plan.revision, { outcome: "rejected", ...said })).toMatchObject({
      status: 422,
      body: { pointer: "/note", detail: "Cannot read /note: a no needs its reason; whoever asked reads it" },
    });
    expect(await decide("dan.moss", plan.revision, said)).toMatchObject({ status: 200 });
  });

  test("what waits is in the list until it is decided", async () => {
    const { desk, plan, decide } = await held();
    expect((await desk.call("GET", "/v1/catalog/plans")).body.items.map(({ id }: { id: string }) => id)).toEqual([
      plan.id,
    ]);
    const ended = await decide("dan.moss", plan.revision, { outcome: "rejected", note: "Not now" });
    expect((await decide("mia.wolf", ended.body.revision)).status).toBe(409);
    const other = { kind: "Team", document: "finance", outcome: "approved" };
    const missed = await desk.call("POST", `/v1/catalog/plans/${plan.id}/decisions`, {
      as: "dan.moss",
      revision: ended.body.revision,
      body: other,
    });
    expect(missed.status).toBe(404);
    expect((await desk.call("GET", "/v1/catalog/plans")).body.items).toEqual([]);
  });
});
