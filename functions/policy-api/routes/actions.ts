import { actionAnswer } from "#functions/policy-api/policy-answer.ts";
import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { readPage } from "#functions/policy-api/read-page.ts";
import { listActions, undoActionNow } from "#shared/contracts/http/policy.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { type UndoRefused, undoAction } from "#shared/policy/enforce/undo-action.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

const listActionsRoute = ({ stores }: Pick<PolicyApiDeps, "stores">) =>
  route(listActions, async ({ query: { limit, cursor } }) => {
    const page = await readPage(() => stores.actions.list(cursor === undefined ? { limit } : { limit, cursor }));
    const body = { actions: page.items.map(actionAnswer) };
    return { status: 200, body: page.cursor === undefined ? body : { ...body, cursor: page.cursor } };
  });

/** An operator begins it; where people must agree, each of them says so by the same call. */
const undoActionRoute = (deps: PolicyApiDeps) =>
  route(undoActionNow, async ({ params, caller }) => {
    const action = (await deps.stores.actions.find(params.id))?.value;
    if (action === undefined) throw noAction(params.id);
    if (!caller.roles.includes("operator") && action.undoneBy === undefined)
      throw new Problem(403, `Cannot undo action "${params.id}": that is for an operator to begin`, {
        more: { needs: ["operator"] },
      });
    const outcome = await undoAction({ id: params.id, by: caller.person }, deps);
    if (!outcome.ok) throw refused(params.id, outcome.error);
    const { cannot, waitsFor } = outcome.value;
    const body = { action: actionAnswer(outcome.value.action), waitsFor: [...waitsFor] };
    return { status: 200, body: cannot === undefined ? body : { ...body, cannot } };
  });

/** What was done, and taken back. */
export const actionRoutes = (deps: PolicyApiDeps) => [listActionsRoute(deps), undoActionRoute(deps)];

const noAction = (id: string): Problem =>
  new Problem(404, `Cannot find action "${id}"`, { remedy: "GET /v1/actions lists them" });

function refused(id: string, why: UndoRefused): Problem {
  const cannot = `Cannot undo action "${id}"`;
  switch (why.kind) {
    case "no-such-action":
      return noAction(id);
    case "not-done":
      return new Problem(409, `${cannot}: it is ${why.state}, so there is nothing to put back`);
    case "is-an-undo":
      return new Problem(409, `${cannot}: it is an undo itself`, { remedy: "Promote or resume the policy instead" });
    case "too-late":
      return new Problem(409, `${cannot}: that was possible until ${isoOf(why.until)}`);
    case "changed-since":
      return new Problem(409, `${cannot}: somebody changed it since (${why.found})`, { more: { found: why.found } });
    case "unreadable":
    case "stopped":
      return new Problem(409, `${cannot}: ${why.because}`);
    case "not-an-approver":
      return new Problem(403, `${cannot}: it lowers a retention, and that is for ${why.needs.join(", then ")}`, {
        more: { needs: why.needs },
      });
  }
}
