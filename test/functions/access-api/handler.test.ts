import { beforeEach, describe, expect, test } from "vitest";
import { accessApi } from "#functions/access-api/function.ts";
import { makeHandler } from "#functions/access-api/handler.ts";
import { httpEventOf, matchPath } from "#infra/local/http-event.ts";
import { isApproved } from "#shared/access/access-request.ts";
import { activateRequest } from "#shared/access/activate-request.ts";
import { rolesOf } from "#shared/catalog/roles-of.ts";
import { personId } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import type { Identity } from "#shared/runtime/caller.ts";
import { must } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";

type Answer = { readonly status: number; readonly json: Record<string, never> & { readonly [key: string]: unknown } };
type Call = { readonly as?: string; readonly body?: unknown; readonly headers?: { readonly [name: string]: string } };

const faults: string[] = [];
const log = { info: () => {}, warn: () => {}, error: (message: string) => void faults.push(message) };

let world: RequestWorld;

const identity = (): Identity => ({
  async callerOf({ subject, signedInAt }) {
    const { person } = await world.governance.person(personId(subject));
    if (person?.active !== true) return undefined;
    const { catalog } = await world.governance.catalog();
    return {
      person: person.id,
      name: person.name,
      groups: person.groups,
      roles: rolesOf(catalog, person.groups),
      signedInAt,
    };
  },
});

async function call(method: string, path: string, { as = "ana", body, headers = {} }: Call = {}): Promise<Answer> {
  const url = new URL(path, "http://127.0.0.1");
  const routes = accessApi.triggers[0].routes;
  const params = routes
    .filter((route) => route.method === method)
    .map((route) => matchPath(route, url.pathname))
    .find((found) => found !== undefined);
  const event = httpEventOf(
    {
      method,
      url,
      headers: { "content-type": "application/json", ...headers },
      body: body === undefined ? Buffer.alloc(0) : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
      requestId: "test",
      claims: { sub: as },
    },
    params ?? {},
  );
  const handler = makeHandler({ ...world.deps, freezeSwitch: world.governance, log, identity: identity() });
  const answer = (await handler(event, {} as never)) as { statusCode: number; body?: string };
  return { status: answer.statusCode, json: JSON.parse(answer.body ?? "{}") as Answer["json"] };
}

const ASK = {
  items: [{ dataset: "sales.orders", template: "s3-prefix-read" }],
  duration: "4h",
  justification: "Looking into the missing orders of Friday",
  ticket: "DATA-881",
};

const ask = (over: object = {}, key = "k1") =>
  call("POST", "/v1/access/requests", { body: { ...ASK, ...over }, headers: { "idempotency-key": key } });

type Deciding = { readonly revision: number; readonly outcome?: string; readonly note?: string };

const decide = (id: string, as: string, { revision, ...over }: Deciding) =>
  call("POST", `/v1/access/requests/${id}/decisions`, {
    as,
    body: { outcome: "approve", note: "fine", ...over },
    headers: { "if-match": `"${revision}"` },
  });

beforeEach(async () => {
  world = await requestWorld();
  faults.length = 0;
});

describe("a request over HTTP", () => {
  test("is asked, decided by two, used, given back and proved", async () => {
    const asked = await ask();
    expect(asked.status).toBe(201);
    expect(asked.json).toMatchObject({
      id: "R-1",
      state: "PENDING",
      revision: 1,
      approvers: ["owen", "olga"],
      effect: {
        sentence: expect.stringContaining(
          "ana will be able to list and read files under s3://saltmarsh-sales-prod/orders/",
        ),
      },
      grants: [],
    });
    const first = await decide("R-1", "owen", { revision: 1 });
    expect(first.json).toMatchObject({ id: "R-1", state: "PENDING", revision: 2, approvers: ["sam", "sue"] });
    expect((await decide("R-1", "sam", { revision: 2 })).json).toMatchObject({ state: "APPROVED", revision: 3 });
    await world.act("R-1" as never);
    const shown = await call("GET", "/v1/access/requests/R-1");
    expect(shown.json).toMatchObject({
      state: "ACTIVE",
      grants: [
        {
          id: "G-1-1",
          state: "ACTIVE",
          notBefore: "2026-11-23T09:00:00.000Z",
          expiresAt: "2026-11-23T13:00:00.000Z",
          allows: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::saltmarsh-sales-prod/orders/*"] }],
          evidence: [{ kind: "present", name: "tollgate-g-1-1-1" }],
        },
      ],
    });
    const session = await call("POST", "/v1/access/grants/G-1-1/credentials");
    expect(session).toMatchObject({ status: 200, json: { Version: 1, Expiration: "2026-11-23T10:00:00.000Z" } });
    world.wait(1);
    const back = await call("POST", "/v1/access/requests/R-1/completion", { body: {} });
    expect(back).toMatchObject({ status: 200, json: { state: "REVOKING" } });
    await world.sweep();
    const evidence = await call("GET", "/v1/access/grants/G-1-1/evidence");
    expect(evidence.json).toMatchObject({
      grant: { state: "REVOKED" },
      evidence: [{ kind: "present" }, { kind: "absent" }],
    });
    expect((await call("GET", "/v1/access/requests/R-1")).json).toMatchObject({ state: "ENDED" });
    expect(faults).toEqual([]);
  });

  test("is the same request under the same key, and a conflict with another body", async () => {
    expect((await ask()).status).toBe(201);
    expect(await ask()).toMatchObject({ status: 200, json: { id: "R-1" } });
    expect(await ask({ duration: "2h" })).toMatchObject({ status: 409, json: { pointer: "header:Idempotency-Key" } });
  });

  test("is refused as one's own approver, with who can decide", async () => {
    await world.governance.setPerson("ana", ["all-data", "orders-data-owners"]);
    await ask();
    const own = await decide("R-1", "ana", { revision: 1 });
    expect(own).toMatchObject({ status: 403, json: { needs: ["owen", "olga"], askAt: "/v1/access/requests/R-1" } });
    expect(own.json["detail"]).toBe(
      'Cannot decide request "R-1": nobody decides on what they asked for, or what was asked for them',
    );
  });

  test("wants the revision that was seen, and says the present one when it is old", async () => {
    await ask();
    const without = await call("POST", "/v1/access/requests/R-1/decisions", {
      as: "owen",
      body: { outcome: "approve", note: "" },
    });
    expect(without.status).toBe(428);
    await decide("R-1", "owen", { revision: 1 });
    const old = await decide("R-1", "sam", { revision: 1 });
    expect(old).toMatchObject({ status: 409, json: { current: { id: "R-1", state: "PENDING", revision: 2 } } });
  });

  test.each(["", " \n\t"])("is not refused without a reason that its requester can read (%j)", async (note) => {
    await ask();
    const mute = await decide("R-1", "owen", { revision: 1, outcome: "reject", note });
    expect(mute).toMatchObject({ status: 422, json: { pointer: "/note" } });
    expect(mute.json["detail"]).toBe("Cannot read /note: a no needs its reason; whoever asked reads it");
    expect(await decide("R-1", "owen", { revision: 1, outcome: "approve", note })).toMatchObject({ status: 200 });
  });

  test("is withdrawn by whoever asked, and by nobody else", async () => {
    await ask();
    expect((await call("POST", "/v1/access/requests/R-1/cancellation", { as: "owen", body: {} })).status).toBe(403);
    expect(await call("POST", "/v1/access/requests/R-1/cancellation", { body: {} })).toMatchObject({
      status: 200,
      json: { state: "CANCELLED" },
    });
  });

  test("is hidden from whom it does not concern, and open to those who watch", async () => {
    await ask();
    expect((await call("GET", "/v1/access/requests/R-1", { as: "ben" })).status).toBe(403);
    expect((await call("GET", "/v1/access/requests/R-1", { as: "sue" })).status).toBe(200);
    expect((await call("GET", "/v1/access/requests/R-99")).status).toBe(404);
  });

  test("is in the lists of those it concerns", async () => {
    await ask();
    const mine = await call("GET", "/v1/access/requests");
    expect(mine.json).toMatchObject({ items: [{ id: "R-1", state: "PENDING" }] });
    const ids = async (as: string, query: string) =>
      (
        (await call("GET", `/v1/access/requests?${query}`, { as })).json["items"] as unknown as
          | { id: string }[]
          | undefined
      )?.map(({ id }) => id);
    expect(await ids("owen", "role=to-decide")).toEqual(["R-1"]);
    expect(await ids("sam", "role=to-decide")).toEqual([]);
    expect(await ids("sam", "role=all")).toEqual(["R-1"]);
    expect(await ids("sam", "role=all&state=ENDED")).toEqual([]);
    expect(await ids("ben", "role=all")).toBeUndefined();
  });

  test("of access gets longer by a child request, at most to the total", async () => {
    await world.live();
    const more = (duration: string) =>
      call("POST", "/v1/access/requests/R-1/extension", { body: { duration }, headers: { "idempotency-key": "k2" } });
    expect(await more("91d")).toMatchObject({ status: 422, json: { pointer: "/duration" } });
    expect(await more("1h")).toMatchObject({
      status: 201,
      json: { state: "PENDING", extends: { request: "R-1", until: "2026-11-23T14:00:00.000Z" } },
    });
  });

  test("of access is taken away by those who decided on it, and not by others", async () => {
    await world.live();
    expect((await call("POST", "/v1/access/requests/R-1/revocation", { as: "ben", body: {} })).status).toBe(403);
    expect(
      await call("POST", "/v1/access/requests/R-1/revocation", { as: "owen", body: { note: "The forecast is done" } }),
    ).toMatchObject({
      status: 200,
      json: {
        state: "REVOKING",
        events: expect.arrayContaining([
          expect.objectContaining({
            type: "request.revoking",
            by: "owen",
            data: expect.objectContaining({ reason: "revoked", note: "The forecast is done" }),
          }),
        ]),
      },
    });
    expect((await call("POST", "/v1/access/grants/G-1-1/credentials")).status).toBe(409);
  });
});

describe("a narrower yes over HTTP", () => {
  const limited = (revision: number, limits: object, as = "owen") =>
    call("POST", "/v1/access/requests/R-1/decisions", {
      as,
      body: { outcome: "approve", note: "less will do", limits },
      headers: { "if-match": `"${revision}"` },
    });
  const years = ["2025", "2026"].map((below) => ({ ...ASK.items[0], parameters: { below } }));

  test("is told in the answer: what is left, what is withheld, and by which words", async () => {
    await ask({ items: years });
    const { status, json } = await limited(1, { items: [2], duration: "1h" });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      duration: "1h",
      items: [{ item: 2, parameters: { below: "2026" } }],
      withheld: [{ item: 1, parameters: { below: "2025" } }],
      effect: { short: "list and read files under s3://saltmarsh-sales-prod/orders/2026/ in prod for 1h" },
      stages: [{ decisions: [{ person: "owen", limits: "for at most 1h; only sales.orders in prod" }] }, {}],
    });
  });

  test.each([
    { because: "an item that there is not", limits: { items: [3] }, pointer: "/limits/items" },
    { because: "an item that was taken out", first: { items: [2] }, limits: { items: [1] }, pointer: "/limits/items" },
    { because: "a longer time", limits: { duration: "5h" }, pointer: "/limits/duration" },
    { because: "no item at all", limits: { items: [] }, pointer: "/limits/items" },
    { because: "item 0", limits: { items: [0] }, pointer: "/limits/items/0" },
  ])("is refused with $because", async ({ first, limits, pointer }) => {
    await ask({ items: years });
    if (first !== undefined) await limited(1, first);
    const refused = first === undefined ? await limited(1, limits) : await limited(2, limits, "sam");
    expect(refused).toMatchObject({ status: 422, json: { pointer } });
  });
});

test("undecided it says when it lapses, approved by when it begins, and afterwards neither", async () => {
  await ask();
  const moments = async () => {
    const { json } = await call("GET", "/v1/access/requests/R-1");
    return [json["lapsesAt"], json["activatesBy"]];
  };
  expect(await moments()).toEqual(["2026-11-24T09:00:00.000Z", undefined]);
  await decide("R-1", "owen", { revision: 1 });
  await decide("R-1", "sam", { revision: 2 });
  expect(await moments()).toEqual([undefined, "2026-11-23T14:00:00.000Z"]);
  await world.act("R-1" as never);
  expect(await moments()).toEqual([undefined, undefined]);
});

describe("long lists over HTTP", () => {
  type Listed = { readonly items: readonly { readonly id: string }[]; readonly cursor?: string };
  const idsOf = async (as: string, query: string): Promise<readonly string[]> => {
    const ids: string[] = [];
    let cursor = "";
    do {
      const path = `/v1/access/requests?${query}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = (await call("GET", path, { as })).json as unknown as Listed;
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.cursor ?? "";
      if (cursor !== "") expect(page.items).toHaveLength(2);
    } while (cursor !== "");
    return ids;
  };

  beforeEach(async () => {
    for (let each = 0; each < 5; each += 1) {
      await ask({}, `k${each}`);
      world.wait(1_000);
    }
    await call("POST", "/v1/access/requests/R-3/cancellation", { body: {} });
    await decide("R-5", "owen", { revision: 1 });
  });

  test("of all requests go on over all states, the newest first", async () => {
    expect(await idsOf("sam", "role=all&limit=2")).toEqual(["R-5", "R-4", "R-3", "R-2", "R-1"]);
  });

  test("of what is to decide come in full pages", async () => {
    expect(await idsOf("owen", "role=to-decide&limit=2")).toEqual(["R-4", "R-2", "R-1"]);
    expect(await idsOf("sue", "role=to-decide&limit=2")).toEqual(["R-5"]);
  });

  test("of mine in one state come in full pages", async () => {
    expect(await idsOf("ana", "role=mine&state=PENDING&limit=2")).toEqual(["R-5", "R-4", "R-2", "R-1"]);
  });

  test.each(["mine", "to-decide", "all"])("refuse a cursor that is none of role=%s", async (role) => {
    const refused = await call("GET", `/v1/access/requests?role=${role}&cursor=nonsense`, { as: "sam" });
    expect(refused).toMatchObject({ status: 400, json: { pointer: "query:cursor" } });
  });
});

describe("what a grant says of its end", () => {
  const grant = async () => ((await call("GET", "/v1/access/grants")).json["items"] as unknown as readonly object[])[0];

  test("off by its date though nothing of ours runs: not overdue, unproved until it is proved", async () => {
    await world.live();
    expect(await grant()).toMatchObject({ says: "in effect", overdueSeconds: 0, unprovedSeconds: 0 });
    world.clock.set(at("2026-11-23T13:00:30Z"));
    expect(await grant()).toMatchObject({ says: "off; proof is due", overdueSeconds: 0, unprovedSeconds: 30 });
    expect((await call("GET", "/v1/access/grants?unproved=true")).json["items"]).toHaveLength(1);
    expect((await call("GET", "/v1/access/grants?overdue=true")).json["items"]).toHaveLength(0);
    await world.sweepUntil(at("2026-11-23T13:02:00Z"));
    expect(await grant()).toMatchObject({ says: expect.stringMatching(/^over since .*, proved$/), unprovedSeconds: 0 });
  });

  test("an applied extension is not yet in effect until a read-back shows it", async () => {
    const id = await world.live();
    const child = await world.extension(id, hours(1));
    const stored = must(await world.store.request(child));
    if (!isApproved(stored.value)) throw new Error("not approved");
    await activateRequest({ ...stored, value: stored.value }, world.deps);
    expect(await grant()).toMatchObject({ says: "extended, not yet in effect", expiresAt: "2026-11-23T14:00:00.000Z" });
  });
});

describe("the freeze switch over HTTP", () => {
  const freeze = (as: string, body: object) => call("PUT", "/v1/access/freeze", { as, body });

  test("stands until it is turned back: what is approved waits, and nothing of it is lost", async () => {
    expect(await call("GET", "/v1/access/freeze", { as: "sam" })).toEqual({
      status: 200,
      json: { frozen: false, because: "" },
    });
    const frozen = await freeze("sam", { frozen: true, because: "a breach is looked into" });
    const answer = { frozen: true, because: "a breach is looked into", by: "sam", at: "2026-11-23T09:00:00.000Z" };
    expect(frozen).toEqual({ status: 200, json: answer });
    expect((await call("GET", "/v1/access/freeze", { as: "sue" })).json).toEqual(answer);
    const id = await world.approved();
    await world.act(id);
    expect((await world.request(id)).state).toBe("APPROVED");
    const waiting = await call("GET", `/v1/access/requests/${id}`);
    expect(waiting.json["waits"]).toBe("Access is frozen, nothing new begins: a breach is looked into");
    await freeze("sue", { frozen: false, because: "nothing was found" });
    await world.act(id);
    expect((await world.request(id)).state).toBe("ACTIVE");
  });

  test.each(["revocation", "completion"])("never stands in the way of a %s", async (noun) => {
    await world.live();
    await freeze("sam", { frozen: true, because: "a breach is looked into" });
    const ended = await call("POST", `/v1/access/requests/R-1/${noun}`, { body: {} });
    expect(ended).toMatchObject({ status: 200, json: { state: "REVOKING" } });
    world.wait(1);
    await world.sweep();
    expect(world.cloud.names()).toEqual([]);
  });

  test("never keeps what has come to its end", async () => {
    await world.live();
    await freeze("sam", { frozen: true, because: "a breach is looked into" });
    await world.sweepUntil(at("2026-11-23T13:10:00Z"));
    expect((await world.request("R-1" as never)).state).toBe("ENDED");
  });

  test.each([
    { because: "turned by nobody in particular", as: "ana", body: { frozen: true, because: "why not" }, status: 403 },
    { because: "without a reason", as: "sam", body: { frozen: true }, status: 422 },
    { because: "with a blank reason", as: "sam", body: { frozen: true, because: "     " }, status: 422 },
    { because: "neither on nor off", as: "sam", body: { frozen: "yes", because: "a breach" }, status: 422 },
    { because: "a misspelt field", as: "sam", body: { frozen: true, because: "a breach", unitl: "1h" }, status: 422 },
  ])("is not turned: $because", async ({ as, body, status }) => {
    expect((await freeze(as, body)).status).toBe(status);
    expect((await world.governance.freeze()).frozen).toBe(false);
  });

  test("is shown to those who watch only", async () => {
    expect((await call("GET", "/v1/access/freeze", { as: "ana" })).status).toBe(403);
  });
});

test("the catalogue says what may be asked for, for how long and by whom it is decided", async () => {
  const { json } = await call("GET", "/v1/access/catalog");
  expect(json["items"]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        dataset: "sales.orders",
        template: "s3-prefix-read",
        account: "data-prod",
        environment: "prod",
        classification: "restricted",
        mayRequest: true,
        maxDuration: "8h",
      }),
      expect.objectContaining({ account: "data-dev", classification: "internal", maxDuration: "12h", stages: [] }),
    ]),
  );
});

test("a preview shows stages, checks and what would need fewer, and writes nothing", async () => {
  const { status, json } = await call("POST", "/v1/access/previews", { body: { ...ASK, duration: "9h" } });
  expect(status).toBe(200);
  expect(json).toMatchObject({ mayRequest: false, because: expect.stringContaining("at most 8h") });
  const fine = await call("POST", "/v1/access/previews", { body: ASK });
  expect(fine.json).toMatchObject({
    mayRequest: true,
    stages: [
      { who: "target.owners", of: ["owen", "olga"], needed: 1, youAreIn: false },
      { who: "team:security", needed: 1 },
    ],
    lapsesAt: "2026-11-24T09:00:00.000Z",
    alternatives: [{ change: 'in dev ("data-dev")', stages: 0, approvals: 0 }],
    permissions: [{ action: "s3:GetObject", means: "read files" }],
  });
  expect((await call("GET", "/v1/access/requests")).json["items"]).toEqual([]);
});

test("a request that a rule approves needs nobody, and says so", async () => {
  const asked = await ask({ items: [{ dataset: "sales.orders", account: "data-dev", template: "s3-prefix-read" }] });
  expect(asked.json).toMatchObject({ state: "APPROVED", approvers: [] });
});

test.each([
  {
    because: "no such dataset",
    over: { items: [{ dataset: "x", template: "s3-prefix-read" }] },
    status: 422,
    pointer: "/items/0/dataset",
  },
  {
    because: "no such template",
    over: { items: [{ dataset: "sales.orders", template: "x" }] },
    status: 422,
    pointer: "/items/0/template",
  },
  { because: "no duration", over: { duration: "soon" }, status: 422, pointer: "/duration" },
  { because: "a misspelt field", over: { tiket: "DATA-1" }, status: 422, pointer: "/tiket" },
  { because: "too long for its rule", over: { duration: "9h" }, status: 422 },
  { because: "no ticket, which its rule wants", over: { ticket: undefined }, status: 422 },
  { because: "a ticket of another form", over: { ticket: "see mail" }, status: 422 },
  { because: "hardly a reason", over: { justification: "pls" }, status: 422 },
  {
    because: "a path out of the dataset",
    over: { items: [{ ...ASK.items[0], parameters: { below: "../x" } }] },
    status: 422,
  },
  { because: "a wildcard", over: { items: [{ ...ASK.items[0], parameters: { below: "*" } }] }, status: 422 },
  {
    because: "more than 25 items",
    over: { items: Array.from({ length: 26 }, () => ASK.items[0]) },
    status: 422,
    pointer: "/items",
  },
])("a request is refused whole: $because", async ({ over, status, pointer }) => {
  const refused = await ask(over);
  expect(refused.status).toBe(status);
  if (pointer !== undefined) expect(refused.json["pointer"]).toBe(pointer);
  expect(await world.store.requestsOf(personId("ana"), { limit: 10 })).toEqual({ items: [] });
  expect(faults).toEqual([]);
});

test("somebody who may not ask is told who can help", async () => {
  await world.governance.setPerson("ana", ["finance-analysts"]);
  const refused = await ask();
  expect(refused).toMatchObject({ status: 403, json: { needs: ["group:orders-data-owners"], askAt: "team:orders" } });
});

test("nothing is answered with a fault of ours, whatever is sent", async () => {
  const bodies = ["", "null", "[]", "{", '{"items":1}', '{"__proto__":{}}', JSON.stringify({ ...ASK, items: [null] })];
  for (const body of bodies) {
    for (const path of ["/v1/access/requests", "/v1/access/previews"]) {
      const { status } = await call("POST", path, { body, headers: { "idempotency-key": "k" } });
      expect(status, `${path} ${body}`).toBeGreaterThanOrEqual(400);
      expect(status, `${path} ${body}`).toBeLessThan(500);
    }
  }
  for (const path of [
    "/v1/access/requests/R-%00",
    "/v1/access/requests/..",
    "/v1/access/grants/G-1-0/evidence",
    "/v1/access/requests?limit=0",
  ]) {
    expect((await call("GET", path)).status, path).toBeLessThan(500);
  }
  expect(faults).toEqual([]);
  expect(at("2026-11-23T09:00:00Z")).toBe(world.clock.now());
});

test("a request that nobody decides shows since when it is asked, to whom it went, and lets them decide", async () => {
  await world.governance.setPerson("lea", ["all-data", "orders-leads"]);
  const id = String((await ask()).json["id"]);
  const stages = async () => (await call("GET", `/v1/access/requests/${id}`)).json["stages"] as unknown as object[];
  const before = await stages();
  expect(before).toMatchObject([{ of: ["owen", "olga"], askedSince: "2026-11-23T09:00:00.000Z" }, {}]);
  expect(before[1]).not.toHaveProperty("askedSince");
  // A request is open to whom it concerns: lea is nobody to it yet.
  expect((await call("GET", `/v1/access/requests/${id}`, { as: "lea" })).status).toBe(403);
  await world.sweepUntil(at("2026-11-23T17:00:00Z"));
  const { json } = await call("GET", `/v1/access/requests/${id}`, { as: "lea" });
  expect(json).toMatchObject({
    revision: 3,
    approvers: ["owen", "olga", "lea"],
    you: { mayDecide: true },
    stages: [{ escalated: { to: "target.lead", at: "2026-11-23T17:00:00.000Z", added: ["lea"] }, needed: 1 }, {}],
  });
  expect(await decide(id, "lea", { revision: 3 })).toMatchObject({ status: 200, json: { state: "PENDING" } });
  expect(await stages()).toMatchObject([{}, { of: ["sam", "sue"], askedSince: "2026-11-23T17:00:00.000Z" }]);
});
