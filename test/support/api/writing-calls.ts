import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { hours, minutes, plus } from "#shared/kernel/time.ts";
import { SIMULATED_COMPANY } from "#test/simulation/world/documents.ts";
import { STACKED } from "#test/simulation/world/estate.ts";
import type { World } from "#test/simulation/world/world.ts";
import { csvOf } from "#test/support/bills.ts";

export type WritingCall = {
  readonly as: string;
  readonly method?: "POST" | "PUT";
  readonly path: string;
  readonly body?: object;
  readonly headers?: { readonly [name: string]: string };
};

/** Brings a company as far as a route of the API needs it, and says a call that is right then. */
export type Prepare = (world: World) => Promise<WritingCall>;

type Answer = APIGatewayProxyStructuredResultV2;

export const say = (
  world: World,
  { as, method = "POST", path, body = {}, headers = {} }: WritingCall,
): Promise<Answer> =>
  world.api({
    method,
    url: new URL(`http://plane${path}`),
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
    requestId: "call-1",
    claims: { sub: as, auth_time: 1 },
  });

type Made = { readonly id: string; readonly plan?: { readonly id: string }; readonly reportId?: string };

/** @throws Error when the call did not go through: then the preparation itself is wrong */
async function done(world: World, call: WritingCall): Promise<Made> {
  const answer = await say(world, call);
  if ((answer.statusCode ?? 500) >= 300) throw new Error(`Cannot prepare ${call.path}: ${answer.body}`);
  return JSON.parse(answer.body ?? "{}") as Made;
}

const fetched = async (world: World, path: string) => {
  const url = new URL(`http://plane${path}`);
  const claims = { sub: "pat", auth_time: 1 };
  const answer = await world.api({
    method: "GET",
    url,
    headers: {},
    body: Buffer.from(""),
    requestId: "call-0",
    claims,
  });
  return JSON.parse(answer.body ?? "{}") as { readonly [list: string]: readonly { readonly [name: string]: string }[] };
};

const ask = (dataset: string): WritingCall => ({
  as: "ana",
  path: "/v1/access/requests",
  body: {
    items: [{ dataset, template: "s3-prefix-read" }],
    duration: "1h",
    justification: "Looking into what went wrong here",
  },
  headers: { "idempotency-key": `key-${dataset}` },
});

/** Asked, and waiting for one owner's word. */
const asked = async (world: World) => (await done(world, ask("sales.stock"))).id;

/** Asked, decided by rule and granted. */
async function granted(world: World): Promise<string> {
  const { id } = await done(world, ask("sales.prices"));
  await world.host.settle();
  return id;
}

/** Everything that is wrong was found, and what may be written was. */
async function swept(world: World): Promise<void> {
  world.clock.set(plus(world.clock.now(), hours(25)));
  await world.host.settle();
  world.clock.set(plus(world.clock.now(), minutes(5)));
  await world.host.settle();
}

async function findingOf(world: World, resource: string): Promise<string> {
  await swept(world);
  const { findings = [] } = await fetched(world, "/v1/findings");
  const found = findings.find((each) => each["resource"] === resource && each["policy"] === "log-retention");
  if (found === undefined) throw new Error(`Cannot prepare: nothing is found about ${resource}`);
  return found["id"] ?? "";
}

async function actionOf(world: World): Promise<string> {
  await swept(world);
  const { actions = [] } = await fetched(world, "/v1/actions");
  const found = actions.find(({ state }) => state === "DONE");
  if (found === undefined) throw new Error("Cannot prepare: nothing was written");
  return found["id"] ?? "";
}

function billed(world: World): WritingCall {
  const month = { BillingPeriodStart: "2026-10-01T00:00:00Z", BillingPeriodEnd: "2026-11-01T00:00:00Z" };
  const day = { ChargePeriodStart: "2026-10-02T00:00:00Z", ChargePeriodEnd: "2026-10-03T00:00:00Z" };
  world.bills.lay("october.csv", csvOf([{ BilledCost: "1.25", EffectiveCost: "1.25", ...month, ...day }]));
  return { as: "pia", path: "/v1/cost/imports", body: { names: ["october.csv"], source: "aws" } };
}

const report: WritingCall = { as: "pia", path: "/v1/cost/reports", body: { month: "2026-10" } };

/** The company with its most protected data lowered by a class: its owners decide on that. */
const LOOSER = SIMULATED_COMPANY.map(({ path, text }) => ({
  path,
  text: text.replace("classification: restricted\nlabels: [PII]", "classification: confidential\nlabels: [PII]"),
}));

const REASON = { justification: "The auditor asked for it in September" };

const planned: WritingCall = { as: "pat", path: "/v1/catalog/plans", body: { files: LOOSER } };

const planId = async (world: World) => (await done(world, planned)).plan?.id ?? "";

async function appliedPlan(world: World): Promise<string> {
  const id = await planId(world);
  await done(world, { as: "pat", path: `/v1/catalog/plans/${id}/application`, body: REASON });
  return id;
}

const onPolicy = (path: string): WritingCall => ({ as: "pat", path: `/v1/policies/log-retention/${path}` });

const halt: WritingCall = { ...onPolicy("halt"), body: { because: "it looks wrong" } };

/** Every call of the API that is no mere reading, by its operation. */
export const WRITING_CALLS: { readonly [operation: string]: Prepare } = {
  previewAccess: async () => ({ ...ask("sales.stock"), path: "/v1/access/previews", headers: {} }),
  createAccessRequest: async () => ask("sales.stock"),
  decideAccessRequest: async (world) => ({
    as: "owen",
    path: `/v1/access/requests/${await asked(world)}/decisions`,
    body: { outcome: "approve", note: "Seen" },
    headers: { "if-match": '"1"' },
  }),
  cancelAccessRequest: async (world) => ({ as: "ana", path: `/v1/access/requests/${await asked(world)}/cancellation` }),
  completeAccessRequest: async (world) => ({
    as: "ana",
    path: `/v1/access/requests/${await granted(world)}/completion`,
  }),
  revokeAccessRequest: async (world) => ({
    as: "sam",
    path: `/v1/access/requests/${await granted(world)}/revocation`,
  }),
  extendAccessRequest: async (world) => ({
    as: "ana",
    path: `/v1/access/requests/${await granted(world)}/extension`,
    body: { duration: "30m" },
    headers: { "idempotency-key": "extend-1" },
  }),
  issueGrantCredentials: async (world) => {
    const id = await granted(world);
    const { items = [] } = await fetched(world, `/v1/access/requests/${id}/grants`);
    return { as: "ana", path: `/v1/access/grants/${items[0]?.["id"]}/credentials` };
  },
  setAccessFreeze: async () => ({
    as: "sam",
    method: "PUT",
    path: "/v1/access/freeze",
    body: { frozen: true, because: "an audit" },
  }),
  acknowledgeFinding: async (world) => ({
    as: "sam",
    path: `/v1/findings/${await findingOf(world, STACKED)}/acknowledgement`,
  }),
  approveFindingRemediation: async (world) => ({
    as: "sam",
    path: `/v1/findings/${await findingOf(world, STACKED.replace("/stacked/loads", "/app/two"))}/remediation`,
  }),
  planPolicy: async () => onPolicy("plans"),
  promotePolicy: async (world) => {
    const { id, counts } = (await done(world, onPolicy("plans"))) as Made & { readonly counts: { change: number } };
    return { ...onPolicy("promotion"), body: { plan: id, expect: counts.change } };
  },
  haltPolicy: async () => halt,
  resumePolicy: async (world) => {
    await done(world, halt);
    return onPolicy("resumption");
  },
  undoAction: async (world) => ({ as: "pat", path: `/v1/actions/${await actionOf(world)}/undo` }),
  setKillSwitch: async () => ({
    as: "pat",
    method: "PUT",
    path: "/v1/kill-switch",
    body: { on: true, because: "an audit" },
  }),
  createCostImport: async (world) => billed(world),
  makeCostReport: async (world) => {
    await done(world, billed(world));
    return report;
  },
  signOffCostReport: async (world) => {
    await done(world, billed(world));
    const { reportId = "" } = await done(world, report);
    return { as: "pia", path: `/v1/cost/reports/${encodeURIComponent(reportId)}/sign-off` };
  },
  putPeople: async () => ({
    as: "pat",
    method: "PUT",
    path: "/v1/people",
    body: { people: [{ id: "new.one", name: "New One", groups: ["all-data"], active: true }] },
  }),
  makeCatalogPlan: async () => planned,
  applyCatalogPlan: async (world) => ({
    as: "pat",
    path: `/v1/catalog/plans/${await planId(world)}/application`,
    body: REASON,
  }),
  decideCatalogPlan: async (world) => ({
    as: "olga",
    path: `/v1/catalog/plans/${await appliedPlan(world)}/decisions`,
    body: { kind: "Dataset", document: "sales.orders", outcome: "approved" },
    headers: { "if-match": '"2"' },
  }),
};
