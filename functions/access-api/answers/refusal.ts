import type { AccessRequest } from "#shared/access/access-request.ts";
import type { NotTaken } from "#shared/access/request-decide.ts";
import type { NotSubmitted } from "#shared/access/submit-request.ts";
import { AUTHORSHIP } from "#shared/catalog/rule-authors.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** A use case's refusal as a problem: what was found, what would be right, and who can help. */
export function submitProblem(refusal: NotSubmitted): Problem {
  switch (refusal.kind) {
    case "unknown-item":
      return new Problem(422, refusal.unknown.because, {
        pointer: `/items/${refusal.unknown.item}/${refusal.unknown.field}`,
        remedy: "GET /v1/access/catalog lists what there is",
      });
    case "key-used":
      return new Problem(
        409,
        `Cannot make this request: its idempotency key made "${refusal.request}" from another body`,
        {
          pointer: "header:Idempotency-Key",
          remedy: "Send another key for another request",
        },
      );
    case "refused":
      return guardrailProblem(refusal);
  }
}

function guardrailProblem({ assessment, facts }: Extract<NotSubmitted, { kind: "refused" }>): Problem {
  const failed = assessment.checks.filter(({ result }) => result === "fail");
  const first = failed[0];
  const rights = assessment.pin.ok ? undefined : assessment.pin.error;
  // Without decision rights the checks that rest on them fail too, and say nothing about the person.
  const personal = rights === undefined ? ["eligibility", "active"] : ["active"];
  const notYou = failed.some(({ check }) => personal.includes(check)) || rights?.code === "denied";
  const dataset = facts.catalog.datasets.get(assessment.items[0]?.dataset ?? "");
  const team = facts.catalog.teams.get(dataset?.team ?? "");
  return new Problem(notYou ? 403 : 422, wordsOf(rights?.because ?? first?.because), {
    remedy: rights?.remedy ?? REMEDIES[first?.check ?? ""] ?? "Ask for less, or ask the owners of the data",
    more: {
      checks: assessment.checks.map((each) => ({ ...each })),
      needs: dataset === undefined ? [] : dataset.owners.map((group) => `group:${group}`),
      askAt: team?.mail ?? (team === undefined ? "" : `team:${team.id}`),
    },
  });
}

/** Decision rights say what cannot be asked for in a sentence of their own; a guardrail says why. */
function wordsOf(because = "a guardrail says no"): string {
  return because.startsWith("Cannot ") ? because : `Cannot ask for this: ${because}`;
}

const REMEDIES: { readonly [check: string]: string } = {
  duration: "Ask for a shorter time",
  total: "Ask for a shorter time",
  concurrency: "Give back what is no longer needed",
  justification: "Say more about what it is for",
  ticket: "Name the ticket of the work",
  "four-people": "Let somebody else ask, or let somebody else write and apply the rule",
  segregation: "The team of the data needs more people who may decide",
  size: "Give back what is no longer needed",
};

/** Somebody else's word came first, or the request moved on. */
export const staleProblem = (request: AccessRequest, revision: number): Problem =>
  new Problem(409, `Cannot change request "${request.id}": it is at revision ${revision} and ${request.state}`, {
    pointer: "header:If-Match",
    remedy: "Read it again, then decide",
    more: { current: { id: request.id, state: request.state, revision } },
  });

const WHY: { readonly [why in NotTaken]: string } = {
  "too-late": "its time to be decided is over",
  "not-active": "you are not active in the directory",
  "own-request": "nobody decides on what they asked for, or what was asked for them",
  ...AUTHORSHIP,
  "not-asked": "you are not among those who decide its present stage",
  "already-decided": "you have decided in this round",
  "leaves-nobody": "you are needed for a later stage, and nobody else could decide it",
  "longer-than-asked": "a decision can only shorten what was asked",
  "wider-than-asked": "a decision can only leave out items of what was asked",
  "nothing-left": "a decision that leaves out every item is a no",
};

const POINTERS: { readonly [why in NotTaken]?: string } = {
  "longer-than-asked": "/limits/duration",
  "wider-than-asked": "/limits/items",
  "nothing-left": "/limits/items",
};

export function notTakenProblem(request: string, why: NotTaken, needs: readonly PersonId[]): Problem {
  const pointer = POINTERS[why];
  const status = why === "too-late" ? 409 : pointer === undefined ? 403 : 422;
  return new Problem(status, `Cannot decide request "${request}": ${WHY[why]}`, {
    ...(pointer === undefined ? {} : { pointer }),
    remedy:
      needs.length > 0 ? `Ask ${needs.join(" or ")}` : "Nobody can decide it now; it can be withdrawn and asked anew",
    more: { needs, askAt: `/v1/access/requests/${request}` },
  });
}

export const notFound = (kind: "request" | "grant", id: string): Problem =>
  new Problem(404, `Cannot find ${kind} "${id}"`, { remedy: `GET /v1/access/${kind}s lists yours` });

export const notYours = (what: string, needs: readonly string[]): Problem =>
  new Problem(403, `Cannot ${what}: it is not yours`, {
    remedy: needs.length > 0 ? `Ask ${needs.join(" or ")}` : "Ask its requester",
    more: { needs },
  });
