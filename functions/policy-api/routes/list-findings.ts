import { findingAnswer } from "#functions/policy-api/finding-answer.ts";
import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { readPage } from "#functions/policy-api/read-page.ts";
import { listFindings } from "#shared/contracts/http/findings.ts";
import type { Finding, FindingState } from "#shared/findings/finding.ts";
import type { FindingQuery, FindingStore } from "#shared/findings/ports.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

type Filter = {
  readonly state?: FindingState | undefined;
  readonly severity?: string | undefined;
  readonly owner?: string | undefined;
  readonly policy?: string | undefined;
  readonly resource?: string | undefined;
};

type Shelf = FindingQuery["shelf"];

type ListFindingsDeps = Pick<PolicyApiDeps, "isOf"> & { readonly stores: { readonly findings: FindingStore } };

const SHELVES: readonly Shelf[] = ["OPEN", "SUPPRESSED", "RESOLVED"];

/** Most findings looked at in one call: a filter that fits little is gone on with by its cursor. */
const MOST_LOOKED_AT = 2_000;

/** GET /v1/findings: open ones, then suppressed, then resolved ones, each worst first. */
export const listFindingsRoute = ({ stores, isOf }: ListFindingsDeps) =>
  route(listFindings, async ({ query: { limit, cursor, whose, ...filter }, caller }) => {
    const shelves = filter.state === undefined ? SHELVES : [shelfOf(filter.state)];
    const { found, place } = await pageFrom(placeOf(cursor, shelves), {
      shelves,
      limit,
      filter,
      findings: stores.findings,
      isWanted: whose === "mine" ? mineOnly((owner) => isOf(caller.person, owner)) : async () => true,
    });
    const body = { findings: found.map((finding) => findingAnswer(finding)) };
    return { status: 200, body: place === undefined ? body : { ...body, cursor: `${place.shelf}:${place.inner}` } };
  });

type Looking = {
  readonly shelves: readonly Shelf[];
  readonly limit: number;
  readonly filter: Filter;
  readonly findings: FindingStore;
  /** Whether the findings of an owner are asked for. */
  readonly isWanted: (owner: string) => Promise<boolean>;
};

/** Asks once for each owner: a page is of few teams. */
function mineOnly(isMine: (owner: string) => Promise<boolean>): Looking["isWanted"] {
  const known = new Map<string, Promise<boolean>>();
  return (owner) => {
    const answer = known.get(owner) ?? isMine(owner);
    known.set(owner, answer);
    return answer;
  };
}

/** The first page from there on that has anything in it, and where to go on. */
async function pageFrom(start: Place | undefined, { shelves, limit, filter, findings, isWanted }: Looking) {
  let place = start;
  for (let looked = 0; place !== undefined && looked < MOST_LOOKED_AT; looked += limit) {
    const { shelf, inner }: Place = place;
    const page = await readPage(() => findings.list({ shelf, limit, ...(inner === "" ? {} : { cursor: inner }) }));
    const fitting = page.items.filter((finding) => fits(finding, filter));
    const wanted = await Promise.all(fitting.map(({ owner }) => isWanted(owner)));
    const found = fitting.filter((_, at) => wanted[at]);
    place = page.cursor === undefined ? nextShelf(shelf, shelves) : { shelf, inner: page.cursor };
    if (found.length > 0) return { found, place };
  }
  return { found: [], place };
}

type Place = { readonly shelf: Shelf; readonly inner: string };

const shelfOf = (state: FindingState): Shelf => (state === "SUPPRESSED" || state === "RESOLVED" ? state : "OPEN");

function placeOf(cursor: string | undefined, shelves: readonly Shelf[]): Place | undefined {
  const [first] = shelves;
  if (cursor === undefined) return first === undefined ? undefined : { shelf: first, inner: "" };
  const shelf = shelves.find((each) => cursor.startsWith(`${each}:`));
  if (shelf === undefined) {
    throw new Problem(400, "Cannot go on from this cursor: it is of another list", {
      pointer: "query:cursor",
      remedy: "Begin again without a cursor",
    });
  }
  return { shelf, inner: cursor.slice(shelf.length + 1) };
}

function nextShelf(shelf: Shelf, shelves: readonly Shelf[]): Place | undefined {
  const next = shelves[shelves.indexOf(shelf) + 1];
  return next === undefined ? undefined : { shelf: next, inner: "" };
}

function fits(finding: Finding, { state, severity, owner, policy, resource }: Filter): boolean {
  const asked: readonly [string | undefined, string][] = [
    [state, finding.state],
    [severity, finding.severity],
    [owner, finding.owner],
    [policy, finding.policy],
    [resource, finding.resource],
  ];
  return asked.every(([wanted, is]) => wanted === undefined || wanted === is);
}
