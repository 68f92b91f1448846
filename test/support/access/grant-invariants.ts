import { type Grant, isBegun, isOver, type RevokedGrant } from "#shared/access/grant.ts";
import { artifactOf, artifactPrefix } from "#shared/access/grant-names.ts";
import type { GrantId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { GrantWorld } from "#test/support/access/grant-world.ts";
import { allowsAt } from "#test/support/access/model-cloud.ts";

/** What only the test knows: the latest end that was approved, and the states that were seen. */
export type History = {
  readonly approvedUntil: Map<GrantId, EpochMillis>;
  readonly was: Map<GrantId, Grant>;
};

/** What is broken of the invariants of access at this moment, by their number; nothing when all hold. */
export async function brokenInvariants(
  world: GrantWorld,
  ids: readonly GrantId[],
  history: History,
): Promise<readonly string[]> {
  const broken: string[] = [];
  const grants: Grant[] = [];
  for (const id of ids) grants.push(await world.grant(id));
  for (const grant of grants) broken.push(...brokenOf(grant, world, history));
  const request = await world.request();
  if ("endedAt" in request && !grants.every(isOver)) broken.push("13 an over request has a grant that is not over");
  for (const grant of grants) history.was.set(grant.id, grant);
  return broken;
}

type Seen = {
  readonly grant: Grant;
  /** Its policies in the account. */
  readonly own: readonly (readonly [string, JsonObject])[];
  /** A put of it may still take effect. */
  readonly mayLand: boolean;
  readonly now: EpochMillis;
  readonly approved: EpochMillis | undefined;
};

type Rule = readonly [says: string, holds: (seen: Seen) => boolean];

function brokenOf(grant: Grant, { clock, cloud }: GrantWorld, { approvedUntil, was }: History): readonly string[] {
  const now = clock.now();
  const isOwn = (key: string): boolean => key.includes(`/${artifactPrefix(grant.id)}`);
  const seen: Seen = {
    grant,
    now,
    own: [...cloud.policies].filter(([key]) => isOwn(key)),
    mayLand: cloud.underWay.some(({ key, deadline }) => isOwn(key) && now <= deadline),
    approved: approvedUntil.get(grant.id),
  };
  const before = was.get(grant.id);
  const back = before !== undefined && RANK[grant.state] < RANK[before.state];
  return [
    ...RULES.filter(([, holds]) => !holds(seen)).map(([says]) => `${grant.id} ${says}`),
    ...(back ? [`${grant.id} went back from ${before.state} to ${grant.state}`] : []),
  ];
}

const RULES: readonly Rule[] = [
  [
    "1 nothing is put before the row says so",
    ({ grant, own, mayLand }) => isBegun(grant) || (own.length === 0 && !mayLand),
  ],
  [
    "1 every policy has a name that the row knows",
    ({ grant, own }) =>
      !isBegun(grant) || own.every(([key]) => grant.artifacts.some(({ name }) => key.endsWith(`/${name}`))),
  ],
  [
    "3 only an approval moves the end",
    ({ grant, approved }) => !isBegun(grant) || approved === undefined || grant.expiresAt <= approved,
  ],
  [
    "3 no policy lasts longer than the row says",
    ({ grant, own }) => !isBegun(grant) || own.every(([, document]) => !allowsAt(document, grant.expiresAt)),
  ],
  [
    "7 what is revoked is gone, and nothing of it may still land",
    ({ grant, own, mayLand }) => grant.state !== "REVOKED" || (own.length === 0 && !mayLand),
  ],
  [
    "7 what is revoked was proved by a list begun after the fence",
    ({ grant }) => grant.state !== "REVOKED" || isProved(grant),
  ],
  [
    "8 nothing works after the approved end",
    ({ own, now, approved }) =>
      approved === undefined || now < approved || !own.some(([, document]) => allowsAt(document, now)),
  ],
  ["12 what is called active works", (seen) => !isCalledActive(seen) || worksNow(seen)],
];

const isProved = (grant: RevokedGrant): boolean =>
  grant.evidence.some((each) => each.kind === "absent" && each.listBeganAt > grant.fence);

const isCalledActive = ({ grant, now }: Seen): boolean =>
  grant.state === "ACTIVE" && grant.seenGeneration === grant.generation && now < grant.expiresAt;

const worksNow = ({ grant, own, now }: Seen): boolean =>
  isBegun(grant) &&
  own.some(
    ([key, document]) =>
      artifactOf(key.split("/")[1] ?? "")?.generation === grant.generation && allowsAt(document, now),
  );

const RANK = {
  PLANNED: 0,
  PROVISIONING: 1,
  ACTIVE: 2,
  REVOKING: 3,
  REVOKE_RETRY: 3,
  REVOKED: 4,
  NEVER_STARTED: 4,
} as const;
