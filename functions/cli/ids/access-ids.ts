import type { Asking, IdKind } from "#functions/cli/ids/id-kind.ts";
import { listOf } from "#functions/cli/ids/list-of.ts";
import type { Known } from "#functions/cli/ids/match-id.ts";
import type { CatalogEntry, GrantAnswer, RequestSummary } from "#shared/contracts/http/access-answers.ts";

const ROLES = ["to-decide", "mine", "all"] as const;

async function requests({ plane }: Asking): Promise<readonly Known[]> {
  const lists = await Promise.all(
    ROLES.map((role) => listOf<RequestSummary>(plane, "/v1/access/requests", { role, limit: "200" })),
  );
  return lists
    .flat()
    .map(({ id, state, beneficiary, effect }) => ({ id, says: `${state}, ${beneficiary}: ${effect.short}` }));
}

/** Who watches over access sees others' grants by state only; the end of a grant comes last. */
const GRANT_STATES = ["ACTIVE", "PROVISIONING", "REVOKING", "REVOKE_RETRY", "PLANNED", "REVOKED", "NEVER_STARTED"];

async function grants({ plane }: Asking): Promise<readonly Known[]> {
  const own = listOf<GrantAnswer>(plane, "/v1/access/grants", { limit: "200" });
  const lists = await Promise.all([
    own,
    ...GRANT_STATES.map((state) => listOf<GrantAnswer>(plane, "/v1/access/grants", { state, limit: "200" })),
  ]);
  return lists
    .flat()
    .map(({ id, person, dataset, account, state }) => ({ id, says: `${state}, ${person}: ${dataset} in ${account}` }));
}

export const REQUEST: IdKind = {
  noun: "request",
  from: "tollgate access list, or todo",
  known: requests,
  form: /^R-[a-z0-9]{1,64}$/,
  path: (id) => `/v1/access/requests/${id}`,
};

export const GRANT: IdKind = {
  noun: "grant",
  from: "tollgate access grants",
  known: grants,
  form: /^G-[a-z0-9]{1,64}-[1-9]\d{0,2}$/,
  path: (id) => `/v1/access/grants/${id}/evidence`,
};

/** A grant, or the request that has it. */
export const GRANT_OR_REQUEST: IdKind = {
  noun: "grant or request",
  from: "tollgate access grants, or list",
  known: async (asking) => [...(await grants(asking)), ...(await requests(asking))],
  form: /^(R-[a-z0-9]{1,64}|G-[a-z0-9]{1,64}-[1-9]\d{0,2})$/,
  path: (id) => (id.startsWith("R-") ? `/v1/access/requests/${id}` : `/v1/access/grants/${id}/evidence`),
};

const offered = (of: (entry: CatalogEntry) => Known) => async (asking: Asking) =>
  (await listOf<CatalogEntry>(asking.plane, "/v1/access/catalog")).map(of);

export const TEMPLATE: IdKind = {
  noun: "template",
  from: "tollgate access catalog",
  known: offered(({ template, access }) => ({ id: template, says: `to ${access}` })),
  open: true,
};

export const ACCOUNT: IdKind = {
  noun: "account",
  from: "tollgate access catalog",
  known: offered(({ account, environment }) => ({ id: account, says: environment })),
  open: true,
};
