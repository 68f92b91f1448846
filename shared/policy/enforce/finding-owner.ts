import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Ownership as CatalogOwnership } from "#shared/catalog/owner-of.ts";
import type { Ownership } from "#shared/findings/finding.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";

export type OwnerFacts = {
  readonly catalog: Pick<Catalog, "teams" | "accounts" | "workloads">;
  readonly facts: ResourceFacts;
  readonly ownership: CatalogOwnership;
  /** The one team of the person who made it. */
  readonly creatorTeam?: string;
};

/** Nobody is known: the account's team is not either. */
export const NO_OWNER = "unknown";

/**
 * Whose a finding is: the catalogue's owner of the resource, else the team that its tags name, else
 * the team of who made it, else the team of its account. What says so is kept beside it.
 */
export function ownerOfFinding(
  resource: ResourceState,
  { catalog, facts, ownership, creatorTeam }: OwnerFacts,
): Ownership {
  if (ownership.kind === "owned")
    return {
      owner: `team:${ownership.owner.team}`,
      ownerBecause: `${ownership.owner.kind} ${ownership.owner.id}: ${ownership.rule}`,
    };
  const tagged = teamInTags(resource, catalog);
  if (tagged !== undefined) return tagged;
  if (typeof facts.team === "string")
    return { owner: `team:${facts.team}`, ownerBecause: "the catalogue's facts of it" };
  if (creatorTeam !== undefined)
    return { owner: `team:${creatorTeam}`, ownerBecause: "whoever made it is of this team" };
  return ofAccount(resource, catalog);
}

const TEAM_TAGS = ["Owner", "Team"] as const;

/** A tag counts where its value is the id of a team, written any way that people write it. */
function teamInTags({ tags }: ResourceState, { teams }: OwnerFacts["catalog"]): Ownership | undefined {
  for (const key of TEAM_TAGS) {
    const value = Object.hasOwn(tags, key) ? tags[key]?.trim().toLowerCase() : undefined;
    if (value !== undefined && teams.has(value)) return { owner: `team:${value}`, ownerBecause: `tag ${key}` };
  }
  return undefined;
}

function ofAccount({ account }: ResourceState, { accounts }: OwnerFacts["catalog"]): Ownership {
  const document = [...accounts.values()].find((each) => each.account === account);
  return document?.team === undefined
    ? { owner: NO_OWNER, ownerBecause: `account ${account} is in no catalogue` }
    : { owner: `team:${document.team}`, ownerBecause: `account ${document.id}` };
}
