import { findingAnswer } from "#functions/policy-api/finding-answer.ts";
import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { acknowledgeFinding, approveFinding, getFinding } from "#shared/contracts/http/findings.ts";
import { acknowledge } from "#shared/policy/enforce/acknowledge-finding.ts";
import { approveFix, type FixApprovalRefused } from "#shared/policy/enforce/approve-fix.ts";
import { route } from "#shared/runtime/http.ts";
import type { HttpAnswer } from "#shared/runtime/http-answer.ts";
import { Problem } from "#shared/runtime/problem.ts";

const noFinding = (id: string): Problem =>
  new Problem(404, `Cannot find finding "${id}"`, { remedy: "GET /v1/findings lists them" });

const getFindingRoute = ({ stores }: Pick<PolicyApiDeps, "stores">) =>
  route(getFinding, async ({ params }) => {
    const stored = await stores.findings.find(params.id);
    if (stored === undefined) throw noFinding(params.id);
    return answer(findingAnswer(stored.value, stored.revision), stored.revision);
  });

const answer = (body: ReturnType<typeof findingAnswer>, revision: number): HttpAnswer => ({
  status: 200,
  body,
  headers: { etag: `"${revision}"` },
});

/** Whoever the finding belongs to, or an operator, has it in hand. */
const acknowledgeFindingRoute = (deps: PolicyApiDeps) =>
  route(acknowledgeFinding, async ({ params, caller }) => {
    const stored = await deps.stores.findings.find(params.id);
    if (stored === undefined) throw noFinding(params.id);
    const { owner } = stored.value;
    if (!caller.roles.includes("operator") && !(await deps.isOf(caller.person, owner)))
      throw new Problem(403, `Cannot acknowledge finding "${params.id}": it is of ${owner}`, {
        more: { needs: [owner] },
      });
    const finding = await acknowledge({ id: params.id, by: caller.person }, deps);
    if (finding === undefined)
      throw new Problem(409, `Cannot acknowledge finding "${params.id}": it is ${stored.value.state}`, {
        remedy: "Only what is open can be taken in hand",
      });
    return { status: 200, body: findingAnswer(finding) };
  });

const approveFindingRoute = (deps: PolicyApiDeps) =>
  route(approveFinding, async ({ params, caller }) => {
    const outcome = await approveFix({ id: params.id, by: caller.person }, deps);
    if (!outcome.ok) throw refused(params.id, outcome.error);
    return { status: 200, body: findingAnswer(outcome.value) };
  });

/** One finding: looked at, acknowledged, its fix approved. */
export const findingActRoutes = (deps: PolicyApiDeps) => [
  getFindingRoute(deps),
  acknowledgeFindingRoute(deps),
  approveFindingRoute(deps),
];

function refused(id: string, why: FixApprovalRefused): Problem {
  switch (why.kind) {
    case "no-such-finding":
      return noFinding(id);
    case "unreadable":
      return new Problem(409, `Cannot agree to the change of "${id}": the resource cannot be read now`);
    case "nothing-to-approve":
      return new Problem(409, `Cannot agree to the change of "${id}": nothing is planned that people must agree to`);
    case "not-an-approver":
      return new Problem(403, `Cannot agree to the change of "${id}": that is for ${why.needs.join(", then ")}`, {
        more: { needs: why.needs },
      });
  }
}
