import type { Asking, IdKind } from "#functions/cli/ids/id-kind.ts";
import { listOf } from "#functions/cli/ids/list-of.ts";
import type { Known } from "#functions/cli/ids/match-id.ts";
import { everyAction, everyFinding } from "#functions/cli/lists.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import type { PolicyAnswer } from "#shared/contracts/http/policy-answers.ts";

const SHORT = 60;

const brief = (text: string): string => (text.length <= SHORT ? text : `${text.slice(0, SHORT - 1)}…`);

async function findings({ plane }: Asking): Promise<readonly Known[]> {
  return (await everyFinding(plane)).map(({ id, severity, state, type, name, why }) => ({
    id,
    says: `${severity}, ${state}, ${type} ${name}: ${brief(why)}`,
  }));
}

const allPolicies = async (plane: PlaneClient): Promise<readonly PolicyAnswer[]> =>
  (await plane.json<{ policies: readonly PolicyAnswer[] }>({ path: "/v1/policies" })).policies;

const policies = async ({ plane }: Asking): Promise<readonly Known[]> =>
  (await allPolicies(plane)).map(({ id, title, mode }) => ({ id, says: `${title}, ${mode}` }));

export type PlanOfPolicy = Known & { readonly policy: string };

/** The latest plans of every policy, or of the one that was named. */
export async function policyPlans({ plane, before }: Asking): Promise<readonly PlanOfPolicy[]> {
  type Detail = { readonly plans: readonly { readonly id: string; readonly sentence: string }[] };
  const all = (await allPolicies(plane)).map(({ id }) => id);
  const [named] = before.filter((word) => all.includes(word));
  const read = async (policy: string): Promise<readonly PlanOfPolicy[]> => {
    const { plans } = await plane.json<Detail>({ path: `/v1/policies/${encodeURIComponent(policy)}` });
    return plans.map(({ id, sentence }) => ({ id, policy, says: `${policy}: ${sentence}` }));
  };
  return (await Promise.all((named === undefined ? all : [named]).map(read))).flat();
}

async function actions({ plane }: Asking): Promise<readonly Known[]> {
  return (await everyAction(plane)).map(({ id, state, type, name, changes }) => ({
    id,
    says: `${type} ${name}: ${brief(changes.join(", "))}, ${state}`,
  }));
}

export const FINDING: IdKind = {
  noun: "finding",
  from: "tollgate findings list",
  known: findings,
  whole: /^F-[0-9A-Z]{12}$/,
};

export const POLICY: IdKind = { noun: "policy", from: "tollgate policy list", known: policies, open: true };

/** A policy that findings or writes are of, also one that is gone. */
export const POLICY_ONCE: IdKind = { ...POLICY, past: true };

/** A plan of a policy is read under its policy: there is none but those that are listed. */
export const POLICY_PLAN: IdKind = {
  noun: "plan",
  from: "tollgate policy show, or plan",
  known: policyPlans,
  open: true,
};

export const ACTION: IdKind = {
  noun: "action",
  from: "tollgate policy actions",
  known: actions,
  whole: /^A-[0-9A-Z]{12}$/,
};

/** What `policy show` shows: a policy, a plan of one, or what one wrote. */
export const GOVERNED: IdKind = {
  noun: "policy, plan or action",
  from: "tollgate policy list, or actions",
  known: async (asking) =>
    (await Promise.all([policies(asking), policyPlans({ ...asking, before: [] }), actions(asking)])).flat(),
  open: true,
};

type Held = { readonly kind: string; readonly id: string; readonly because: readonly string[] };
type Waiting = { readonly id: string; readonly state: string; readonly by: string; readonly held: readonly Held[] };

const waiting = (plane: PlaneClient): Promise<readonly Waiting[]> => listOf<Waiting>(plane, "/v1/catalog/plans");

const planned = (plane: PlaneClient): Promise<readonly Waiting[]> =>
  listOf<Waiting>(plane, "/v1/catalog/plans", { state: "planned" });

const heldText = (held: Waiting["held"]): string => held.map(({ kind, id }) => `${kind} ${id}`).join(", ");

/** Plans of the documents that somebody still decides on, or that can still be applied. */
export const CATALOG_PLAN: IdKind = {
  noun: "plan",
  from: "tollgate plan, or changes list",
  known: async ({ plane }) =>
    (await Promise.all([planned(plane), waiting(plane)])).flat().map(({ id, state, by, held }) => ({
      id,
      says: `${state}, by ${by}${held.length === 0 ? "" : `, holds ${heldText(held)}`}`,
    })),
  form: /^P-/,
  path: (id) => `/v1/catalog/plans/${encodeURIComponent(id)}`,
};

/** Either kind of plan: both begin with P. */
export const ANY_PLAN: IdKind = {
  noun: "plan",
  from: "tollgate plan, or policy show",
  known: async (asking) => [...(await CATALOG_PLAN.known(asking)), ...(await policyPlans(asking))],
  form: /^P-/,
  path: (id) => `/v1/catalog/plans/${encodeURIComponent(id)}`,
};

/** What a plan holds: the words before say which plan, and which kind of document. */
export const HELD_DOCUMENT: IdKind = {
  noun: "document",
  from: "tollgate changes list",
  known: async ({ plane, before: [plan, kind] }) =>
    (await waiting(plane))
      .filter(({ id }) => id === plan)
      .flatMap(({ held }) => held.filter((each) => each.kind.toLowerCase() === kind?.toLowerCase()))
      .map(({ id, because }) => ({ id, says: because.join("; ") })),
  open: true,
};
