import type { AccessRequest } from "#shared/access/access-request.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { refusedRightly } from "#test/simulation/acts/refused-rightly.ts";
import { below, call, chance, pick, type Story } from "#test/simulation/acts/story.ts";

export const ASKERS = ["ana", "ben", "cas", "owen", "sam", "both"];
export const DECIDERS = ["owen", "olga", "sam", "sue", "both"];
export const DATASETS = ["sales.orders", "sales.orders", "sales.stock", "sales.prices"];

export const requests = ({ rows }: Story) => rows.ofKind("access-request") as readonly AccessRequest[];
export const inState = (story: Story, ...states: readonly string[]) =>
  requests(story).filter(({ state }) => states.includes(state));

export const revisionOf = ({ world }: Story, id: string, kind = "access-request"): number =>
  Number(
    world.database.prepare("SELECT revision FROM items WHERE pk = ? AND sk = 'ROW'").get(`${kind}#${id}`)?.[
      "revision"
    ] ?? 0,
  );

/** Who is asked in the present stage, as the founders wrote it: owners, then security, then the lead. */
export const STAGES = [["owen", "olga", "both"], ["sam", "sue", "both"], ["olga"]] as const;

/** Somebody who decides; mostly one who is asked, and mostly not who asked. */
export function decider(story: Story, request: AccessRequest, but?: string): string {
  const asked: readonly string[] = (request.state === "PENDING" ? STAGES[request.stage] : undefined) ?? DECIDERS;
  const others = asked.filter((each) => each !== but && each !== request.requester && each !== request.beneficiary);
  return pick(story, chance(story, 0.85) && others.length > 0 ? others : DECIDERS) ?? "owen";
}

type Deciding = {
  readonly request: AccessRequest;
  readonly revision: number;
  readonly as: string;
  readonly groups?: readonly string[];
};

/** One person's word, now and then on less than was asked. */
export function decides(story: Story, { request, revision, as, groups }: Deciding): string {
  const yes = chance(story, 0.9);
  const limits = yes && chance(story, 0.35) ? { limits: lessOf(story, request) } : {};
  const { items: before } = request.pin;
  return call(story, {
    as,
    ...(groups === undefined ? {} : { groups }),
    path: `/v1/access/requests/${request.id}/decisions`,
    body: { outcome: yes ? "approve" : "reject", note: "Seen", ...limits },
    headers: { "if-match": `"${revision}"` },
    answered: (answer) => {
      const { items: after } = (story.rows.get("access-request", request.id) as AccessRequest).pin;
      refusedRightly(story, { as, of: `request ${request.id}`, before, after }, answer);
    },
  });
}

/** Shorter, or without one item; now and then more than was asked, which must be refused. */
function lessOf(story: Story, { items, duration }: AccessRequest): JsonObject {
  if (items.length > 1 && chance(story, 0.7)) return { items: [1 + below(story, items.length)] };
  const minutes = Math.max(1, Math.floor(duration / 60_000));
  return { duration: `${1 + below(story, chance(story, 0.9) ? minutes : 2 * minutes)}m` };
}

export const extendsIt = (story: Story, { id, requester }: AccessRequest): string =>
  call(story, {
    as: requester,
    path: `/v1/access/requests/${id}/extension`,
    body: { duration: `${5 + below(story, 120)}m` },
    headers: { "idempotency-key": `extend-${story.count}` },
  });
