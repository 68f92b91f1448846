import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeHandler } from "#functions/policy-api/handler.ts";
import { FINDING_CONTRACTS } from "#shared/contracts/http/findings.ts";
import { getCoverage, POLICY_CONTRACTS } from "#shared/contracts/http/policy.ts";
import { accountNumber, groupName, personId } from "#shared/kernel/ids.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { watchOrganization } from "#shared/policy/enforce/watch-organization.ts";
import type { HttpEvent } from "#shared/runtime/claims.ts";
import { organizationStoreOn } from "#shared/storage/organization-store.ts";
import { planStoreOn } from "#shared/storage/plan-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { CORE_TAGS, enforcement, hintOf, LOG_RETENTION, promoted } from "#test/support/enforcement.ts";
import { testDigest } from "#test/support/findings.ts";
import { bucketOf, logGroupOf, put, scriptedCloud } from "#test/support/scripted-cloud.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const ROLES = {
  otto: ["operator"],
  sanna: ["operator"],
  noor: ["security"],
  rita: ["requester"],
  olga: ["requester"],
} as const;

type Name = keyof typeof ROLES;

type Ask = { readonly as?: Name; readonly query?: Readonly<Record<string, string>>; readonly body?: unknown };

function api(...resources: readonly ResourceState[]) {
  const deps = enforcement(scriptedCloud(...resources));
  let count = 0;
  const sent: { queue: string; message: unknown }[] = [];
  const records = recordsOn(deps.table, { clock: deps.clock, digest: testDigest });
  const organization = organizationStoreOn(records);
  const handler = makeHandler({
    ...deps,
    plans: planStoreOn(records),
    organization,
    documents: async () => [],
    ids: {
      next: (prefix) => {
        count += 1;
        return `${prefix}-${count}`;
      },
    },
    queues: {
      send: async (queue, message) => {
        sent.push({ queue, message });
      },
    },
    isOf: async (person, owner) => person === "olga" && owner === "team:orders",
    identity: {
      async callerOf({ subject, signedInAt }) {
        const roles = ROLES[subject as Name];
        if (roles === undefined) return undefined;
        return { person: personId(subject), name: subject, groups: [groupName("all")], roles, signedInAt };
      },
    },
    log: quiet,
  });
  const call = async (method: string, path: string, { as = "otto", query = {}, body }: Ask = {}) => {
    const answer = (await handler(
      eventOf(method, path, { as, query, body }),
      {} as Context,
    )) as APIGatewayProxyStructuredResultV2;
    const json: unknown = answer.body === undefined ? undefined : JSON.parse(answer.body);
    return { status: answer.statusCode ?? 0, body: json as Record<string, unknown> };
  };
  return { deps, organization, call, sent };
}

function eventOf(
  method: string,
  path: string,
  { as, query, body }: Required<Omit<Ask, "body">> & { body: unknown },
): HttpEvent {
  const contracts = [...FINDING_CONTRACTS, ...POLICY_CONTRACTS];
  const matching = contracts.find(
    (each) => each.method === method && new RegExp(`^${each.path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path),
  );
  const names = [...(matching?.path.matchAll(/\{([^}]+)\}/g) ?? [])].map(([, name]) => name ?? "");
  const values =
    matching === undefined
      ? []
      : (new RegExp(`^${matching.path.replaceAll(/\{[^}]+\}/g, "([^/]+)")}$`).exec(path) ?? []).slice(1);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    queryStringParameters: query,
    pathParameters: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      accountId: "",
      apiId: "",
      domainName: "",
      domainPrefix: "",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" },
      requestId: "req-1",
      routeKey: "$default",
      stage: "$default",
      time: "",
      timeEpoch: 0,
      authorizer: { jwt: { claims: { sub: as, auth_time: "1" } } },
    },
  };
}

const raw = bucketOf("orders-raw");
const log = logGroupOf("/etl/orders", 7, { tags: { Workload: "orders-etl" } });

describe("findings", () => {
  const withFindings = async () => {
    const plane = api(raw, log);
    await governResource(hintOf(raw), plane.deps);
    await governResource(hintOf(log), plane.deps);
    return plane;
  };

  test("are listed worst first, with the fields that scripts rely on", async () => {
    const { call } = await withFindings();
    const { status, body } = await call("GET", "/v1/findings", { as: "rita" });
    expect(status).toBe(200);
    expect(body["findings"]).toMatchObject([
      {
        id: expect.stringMatching(/^F-/),
        policy: "log-retention",
        rule: "retention.logs.retention",
        resource: log.arn,
        state: "OPEN",
        owner: "team:orders",
        firstSeen: "2026-11-23T08:00:00.000Z",
        repeats: 0,
        severity: "high",
      },
      { policy: "core-tags", rule: "tagging.tags.Workload" },
    ]);
  });

  test.each([
    { query: { policy: "core-tags" }, found: 1 },
    { query: { severity: "high" }, found: 1 },
    { query: { owner: "team:finance" }, found: 0 },
    { query: { state: "RESOLVED" }, found: 0 },
    { query: { state: "OPEN", resource: "arn:aws:s3:::orders-raw" }, found: 1 },
  ])("$query finds $found", async ({ query, found }) => {
    const { call } = await withFindings();
    expect((await call("GET", "/v1/findings", { query })).body["findings"]).toHaveLength(found);
  });

  test.each([
    { as: "olga", whose: "mine", found: 2, because: "both are of her team" },
    { as: "rita", whose: "mine", found: 0, because: "she is of no team" },
    { as: "rita", whose: "all", found: 2, because: "anybody may look" },
  ] as const)("$whose of $as are $found: $because", async ({ as, whose, found }) => {
    const { call } = await withFindings();
    expect((await call("GET", "/v1/findings", { as, query: { whose } })).body["findings"]).toHaveLength(found);
  });

  test("come page by page, each once", async () => {
    const { call } = await withFindings();
    const first = await call("GET", "/v1/findings", { query: { limit: "1" } });
    const second = await call("GET", "/v1/findings", { query: { limit: "1", cursor: String(first.body["cursor"]) } });
    const ids = [first, second].flatMap(({ body }) => (body["findings"] as { id: string }[]).map(({ id }) => id));
    expect(new Set(ids).size).toBe(2);
  });

  test("are acknowledged by whoever they belong to, or an operator, and by nobody else", async () => {
    const { call } = await withFindings();
    const { body } = await call("GET", "/v1/findings", { query: { policy: "core-tags" } });
    const { id } = (body["findings"] as { id: string }[])[0] ?? { id: "" };
    expect(await call("POST", `/v1/findings/${id}/acknowledgement`, { as: "rita" })).toMatchObject({ status: 403 });
    expect(await call("POST", `/v1/findings/${id}/acknowledgement`, { as: "olga" })).toMatchObject({
      status: 200,
      body: { state: "ACKNOWLEDGED", acknowledgedBy: "olga" },
    });
    expect(await call("GET", `/v1/findings/${id}`)).toMatchObject({ status: 200, body: { state: "ACKNOWLEDGED" } });
  });

  test.each([
    { because: "a cursor of nowhere", path: "/v1/findings", query: { cursor: "OPEN:nonsense" }, status: 400 },
    { because: "a cursor of no shelf", path: "/v1/findings", query: { cursor: "x" }, status: 400 },
    { because: "a state that is none", path: "/v1/findings", query: { state: "open" }, status: 400 },
    { because: "a parameter misspelt", path: "/v1/findings", query: { polcy: "x" }, status: 400 },
    { because: "an id of another form", path: "/v1/findings/R-1", query: {}, status: 404 },
    { because: "an id that is nobody's", path: "/v1/findings/F-000000000000", query: {}, status: 404 },
    { because: "a cursor of the ledger that is none", path: "/v1/actions", query: { cursor: "zzz" }, status: 400 },
  ])("$status for $because", async ({ path, query, status }) => {
    const { call } = await withFindings();
    expect((await call("GET", path, { query })).status).toBe(status);
  });
});

describe("policies", () => {
  test("are planned, promoted by somebody who did not write them, write, and are undone", async () => {
    const { deps, call, sent } = api(raw);
    const plan = await call("POST", "/v1/policies/core-tags/plans", { as: "noor" });
    expect(plan).toMatchObject({
      status: 201,
      body: {
        id: "P-1",
        sentence: expect.stringMatching(/^Enforcing would change 1 of 1 resource now: 1 tag,/),
        entries: [
          {
            resource: raw.arn,
            will: "change",
            changes: [{ setting: "tag Workload", from: "nothing", to: '"orders-etl"', direction: "none" }],
          },
        ],
      },
    });
    const promotion = { plan: "P-1", expect: 1 };
    expect(await call("POST", "/v1/policies/core-tags/promotion", { as: "sanna", body: promotion })).toMatchObject({
      status: 403,
    });
    expect(await call("POST", "/v1/policies/core-tags/promotion", { body: { ...promotion, expect: 7 } })).toMatchObject(
      {
        status: 409,
        body: { detail: 'Cannot promote policy "core-tags": 7 changes are expected, and the plan has 1', planned: 1 },
      },
    );
    expect(await call("POST", "/v1/policies/core-tags/promotion", { body: promotion })).toMatchObject({
      status: 200,
      body: { enforcing: true, promoted: { plan: "P-1", by: "otto" } },
    });
    expect(sent).toMatchObject([
      { queue: "sweep-shards", message: { type: "s3.bucket", phase: "list", cursor: "" } },
      { queue: "sweep-shards", message: { type: "logs.log-group" } },
    ]);
    await governResource(hintOf(raw), deps);
    const { body } = await call("GET", "/v1/actions");
    const [action] = body["actions"] as { id: string; state: string; changes: string[] }[];
    expect(action).toMatchObject({ state: "DONE", changes: ['tag Workload: nothing → "orders-etl"'] });
    expect(await call("POST", `/v1/actions/${action?.id}/undo`, { as: "rita" })).toMatchObject({ status: 403 });
    expect(await call("POST", `/v1/actions/${action?.id}/undo`)).toMatchObject({
      status: 200,
      body: { action: { state: "DONE", undoes: action?.id }, waitsFor: [] },
    });
    expect(deps.cloud.resources.get(raw.arn)?.tags).toEqual({});
  });

  test("are not undone where somebody changed it since, and the answer says what was found", async () => {
    const { deps, call } = api(raw);
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    put(deps.cloud.resources, raw.arn, { set: "tag", key: "Workload", value: "billing" });
    const [action] = (await call("GET", "/v1/actions")).body["actions"] as { id: string }[];
    expect(await call("POST", `/v1/actions/${action?.id}/undo`)).toMatchObject({
      status: 409,
      body: { found: 'tag Workload: "billing"' },
    });
  });

  test("an approver who is no operator joins an undo that lowers, but cannot begin it", async () => {
    const { deps, call } = api(log);
    await promoted(deps, LOG_RETENTION);
    await governResource(hintOf(log), deps);
    const [action] = (await call("GET", "/v1/actions")).body["actions"] as { id: string }[];
    const undo = `/v1/actions/${action?.id}/undo`;
    expect(await call("POST", undo, { as: "noor" })).toMatchObject({ status: 403, body: { needs: ["operator"] } });
    expect(await call("POST", undo, { as: "sanna" })).toMatchObject({
      body: { waitsFor: ["its grace", "team:security"] },
    });
    expect(await call("POST", undo, { as: "rita" })).toMatchObject({ status: 403, body: { needs: ["team:security"] } });
    expect(await call("POST", undo, { as: "noor" })).toMatchObject({ status: 200, body: { waitsFor: ["its grace"] } });
  });

  test("are halted and resumed by those who may", async () => {
    const { deps, call } = api(raw);
    await promoted(deps, CORE_TAGS);
    const halt = { body: { because: "looks wrong" } };
    expect(await call("POST", "/v1/policies/core-tags/halt", { ...halt, as: "rita" })).toMatchObject({ status: 403 });
    expect(await call("POST", "/v1/policies/core-tags/halt", { ...halt, as: "noor" })).toMatchObject({
      body: { enforcing: false, halted: { because: "looks wrong", by: "noor" } },
    });
    expect(await call("POST", "/v1/policies/core-tags/resumption")).toMatchObject({ body: { enforcing: true } });
    expect((await call("GET", "/v1/policies")).body["policies"]).toHaveLength(2);
    expect(await call("GET", "/v1/policies/nothing")).toMatchObject({ status: 404 });
  });

  test("all stop at the kill switch", async () => {
    const { deps, call } = api(raw);
    await promoted(deps, CORE_TAGS);
    expect(await call("GET", "/v1/kill-switch")).toMatchObject({ body: { on: false } });
    await call("PUT", "/v1/kill-switch", { body: { on: true, because: "drill" } });
    await governResource(hintOf(raw), deps);
    expect(deps.cloud.writes).toEqual([]);
    await call("PUT", "/v1/kill-switch", { body: { on: false, because: "over" } });
    await governResource(hintOf(raw), deps);
    expect(deps.cloud.writes).toHaveLength(1);
  });

  test("a change that people must agree to is agreed to at its finding", async () => {
    const long = logGroupOf("/long", 400, { tags: { Workload: "orders-etl" } });
    const { deps, call } = api(long);
    await promoted(deps, LOG_RETENTION);
    await governResource(hintOf(long), deps);
    const [finding] = (await call("GET", "/v1/findings")).body["findings"] as { id: string; next: { what: string } }[];
    expect(finding?.next.what).toBe("Written when its grace is over and approved by team:security");
    const path = `/v1/findings/${finding?.id}/remediation`;
    expect(await call("POST", path, { as: "rita" })).toMatchObject({ status: 403, body: { needs: ["team:security"] } });
    expect(await call("POST", path, { as: "noor" })).toMatchObject({
      status: 200,
      body: { approvals: [{ by: "noor" }] },
    });
    expect(await call("POST", path, { as: "otto" })).toMatchObject({ status: 409 });
  });
});

test("coverage tells what is seen, and what waits", async () => {
  const { deps, call } = api(raw);
  deps.cloud.onRead = () => ({ kind: "not-ready" });
  await governResource(hintOf(raw), deps);
  expect(await call("GET", "/v1/coverage")).toMatchObject({
    status: 200,
    body: { shards: [], pending: [{ resource: raw.arn, because: "not-ready", attempts: 1 }] },
  });
});

test("coverage tells which accounts of the organization nobody governs", async () => {
  const { deps, organization, call } = api();
  expect((await call("GET", "/v1/coverage")).body).not.toHaveProperty("organization");
  const account = (number: string) => ({ account: accountNumber(number), name: "lab", ou: "/Lab", environment: "dev" });
  const watching = { ...deps, organization, documents: async () => [], commit: deps.stores.commit };
  await watchOrganization(
    { read: async () => ({ kind: "read", accounts: [account("444455556666"), account("222233334444")] }) },
    watching,
  );
  await watchOrganization(
    { read: async () => ({ kind: "unreadable", code: "Throttling", message: "later" }) },
    watching,
  );
  const { status, body } = await call("GET", "/v1/coverage");
  expect([status, getCoverage.answers[200].safeParse(body).error]).toEqual([200, undefined]);
  expect(body).toMatchObject({
    organization: {
      readAt: "2026-11-23T08:00:00.000Z",
      unreadable: "Throttling: later",
      accounts: 2,
      ungoverned: [
        { account: "222233334444", name: "lab", ou: "/Lab", environment: "dev" },
        { account: "444455556666" },
      ],
    },
  });
});

test("every answer is of its contract", async () => {
  const { deps, call } = api(raw, log);
  await promoted(deps, CORE_TAGS);
  await governResource(hintOf(raw), deps);
  await governResource(hintOf(log), deps);
  await call("POST", "/v1/policies/core-tags/plans");
  for (const contract of [...FINDING_CONTRACTS, ...POLICY_CONTRACTS]) {
    if (contract.method !== "GET" || contract.path.includes("{plan}")) continue;
    const path = contract.path.replace(
      "{id}",
      contract.path.startsWith("/v1/findings") ? "F-000000000000" : "core-tags",
    );
    const { status, body } = await call("GET", path);
    if (status === 200) expect(contract.answers[200].safeParse(body).error, path).toBeUndefined();
  }
});

test("no input whatsoever is a fault of ours", async () => {
  const { call } = api(raw);
  const contracts = [...FINDING_CONTRACTS, ...POLICY_CONTRACTS];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...contracts),
      fc.dictionary(fc.constantFrom("cursor", "limit", "state", "policy", "x"), fc.string()),
      fc.jsonValue(),
      async ({ method, path }, query, body) => {
        const filled = path.replace("{id}", "core-tags").replace("{plan}", "P-1");
        expect((await call(method, filled, { query, body })).status).toBeLessThan(500);
      },
    ),
    { numRuns: 150 },
  );
});
