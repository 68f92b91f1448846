import type { Catalog } from "#shared/catalog/catalog.ts";
import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import type { Team } from "#shared/catalog/documents/team.ts";
import type { RequesterPart, TargetPart, Who } from "#shared/catalog/documents/who.ts";
import type { People } from "#shared/catalog/people.ts";
import { type GroupName, type PersonId, personId } from "#shared/kernel/ids.ts";

/** Whom the words of a `Who` are about. What is absent names nobody. */
export type Asking = {
  readonly catalog: Catalog;
  readonly people: People;
  /** What is decided on. */
  readonly target?: ThingRef;
  readonly requester?: PersonId;
  /** Of a finding: who made the resource, the team of its account, its tags. */
  readonly creator?: PersonId;
  readonly accountTeam?: string;
  readonly tags?: { readonly [key: string]: string | undefined };
  /** Of an exemption: the team of the policy. */
  readonly policyTeam?: string;
};

/**
 * The people whom `who` means now, each once. Nobody who is not active is among them.
 *
 * An empty answer means that nobody can say yes, never that nobody needs to.
 */
export function peopleOf(who: Who, asking: Asking): readonly PersonId[] {
  return [...new Set(named(who, asking))].filter((id) => asking.people.find(id)?.active === true);
}

/** The people of several words together, each once. */
export const peopleOfAll = (all: readonly Who[], asking: Asking): readonly PersonId[] => [
  ...new Set(all.flatMap((who) => peopleOf(who, asking))),
];

function named(who: Who, asking: Asking): readonly PersonId[] {
  const { catalog, people } = asking;
  switch (who.kind) {
    case "group":
      return people.inGroup(who.group);
    case "team":
      return partOfTeam(catalog.teams.get(who.team), who.part, people);
    case "target":
      return ofTarget(who.part, asking);
    case "requester":
      return ofRequester(who.part, asking);
    case "creator":
      return asking.creator === undefined ? [] : [asking.creator];
    case "account":
      return partOfTeam(catalog.teams.get(asking.accountTeam ?? ""), "members", people);
    case "policy":
      return partOfTeam(catalog.teams.get(asking.policyTeam ?? ""), "members", people);
    case "tag":
      return taggedPeople(asking.tags?.[who.key], asking);
  }
}

const inGroups = (groups: readonly GroupName[], people: People): readonly PersonId[] => groups.flatMap(people.inGroup);

function partOfTeam(team: Team | undefined, part: "members" | "lead" | "oncall", people: People): readonly PersonId[] {
  if (team === undefined) return [];
  if (part === "oncall") return team.oncall === undefined ? [] : people.onRota(team.oncall);
  return inGroups(part === "lead" ? team.lead : team.members, people);
}

/** Owners of a target are the data owners of a dataset, else the lead of its team. */
function ofTarget(part: TargetPart, asking: Asking): readonly PersonId[] {
  const { catalog, people, target } = asking;
  if (target === undefined) return [];
  const dataset = target.kind === "dataset" ? catalog.datasets.get(target.id) : undefined;
  switch (part) {
    case "owners":
      return dataset === undefined
        ? partOfTeam(teamOf(target, catalog), "lead", people)
        : inGroups(dataset.owners, people);
    case "consumers":
      return (dataset?.consumers ?? []).flatMap((who) => peopleOf(who, asking));
    default:
      return partOfTeam(teamOf(target, catalog), part === "team" ? "members" : part, people);
  }
}

/** The team that a thing belongs to. */
export function teamOf({ kind, id }: ThingRef, catalog: Catalog): Team | undefined {
  if (kind === "team") return catalog.teams.get(id);
  const things = { dataset: catalog.datasets, workload: catalog.workloads, account: catalog.accounts }[kind];
  return catalog.teams.get(things.get(id)?.team ?? "");
}

/** The teams one of whose member groups the person is in. */
export function teamsOf(person: PersonId, { catalog, people }: Pick<Asking, "catalog" | "people">): readonly Team[] {
  const groups = people.find(person)?.groups ?? [];
  return [...catalog.teams.values()].filter(({ members }) => members.some((group) => groups.includes(group)));
}

/** Who is in several teams has all of their leads, and any one of them decides. */
function ofRequester(part: RequesterPart, asking: Asking): readonly PersonId[] {
  const { people, requester } = asking;
  if (requester === undefined) return [];
  if (part === "team" || part === "lead") {
    const wanted = part === "team" ? "members" : "lead";
    return teamsOf(requester, asking).flatMap((team) => partOfTeam(team, wanted, people));
  }
  const manager = people.find(requester)?.manager;
  if (part === "manager" || manager === undefined) return manager === undefined ? [] : [manager];
  const director = people.find(manager)?.manager;
  return director === undefined ? [] : [director];
}

/** A tag names a team by its id, or a person by id or mail. */
function taggedPeople(value: string | undefined, { catalog, people }: Asking): readonly PersonId[] {
  if (value === undefined || value === "") return [];
  const team = catalog.teams.get(value) ?? catalog.teams.get(catalog.renamed.get(`Team:${value}`) ?? "");
  if (team !== undefined) return partOfTeam(team, "members", people);
  const byMail = people.withMail(value);
  return [byMail ?? personId(value)];
}
