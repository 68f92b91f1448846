import type { Team } from "#shared/catalog/documents/team.ts";
import type { Who } from "#shared/catalog/documents/who.ts";
import { type Asking, teamOf, teamsOf } from "#shared/catalog/people-of.ts";

/**
 * The role mailboxes of those whom `who` means: of the team that a word names or comes from, whichever part of
 * it is meant. Empty where no document says: a manager is a person, and no mailbox of a person is written down.
 */
export const mailboxesOf = (who: Who, asking: Asking): readonly string[] => [
  ...new Set(teamsMeant(who, asking).flatMap(({ mail }) => (mail === undefined ? [] : [mail]))),
];

function teamsMeant(who: Who, asking: Asking): readonly Team[] {
  const { catalog, target, requester } = asking;
  switch (who.kind) {
    case "team":
      return known([catalog.teams.get(who.team)]);
    case "group":
      return [...catalog.teams.values()].filter(({ members, lead, dataOwners }) =>
        [...members, ...lead, ...dataOwners].includes(who.group),
      );
    case "target":
      return who.part === "consumers"
        ? consumingTeams(asking)
        : known(target === undefined ? [] : [teamOf(target, catalog)]);
    case "requester":
      return requester === undefined || who.part === "manager" || who.part === "director"
        ? []
        : teamsOf(requester, asking);
    case "account":
      return known([catalog.teams.get(asking.accountTeam ?? "")]);
    case "policy":
      return known([catalog.teams.get(asking.policyTeam ?? "")]);
    case "creator":
    case "tag":
      return [];
  }
}

function consumingTeams(asking: Asking): readonly Team[] {
  const { catalog, target } = asking;
  const dataset = target?.kind === "dataset" ? catalog.datasets.get(target.id) : undefined;
  return (dataset?.consumers ?? []).flatMap((who) => teamsMeant(who, asking));
}

const known = (teams: readonly (Team | undefined)[]): readonly Team[] => teams.filter((team) => team !== undefined);
