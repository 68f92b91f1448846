import type { Catalog } from "#shared/catalog/catalog.ts";
import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import { compileResourceOwners } from "#shared/catalog/owner-of.ts";
import type { People } from "#shared/catalog/people.ts";
import { type Asking, peopleOf, peopleOfAll } from "#shared/catalog/people-of.ts";
import { stageWords } from "#shared/catalog/who-words.ts";
import type { Ownership } from "#shared/findings/finding.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { type Clock, type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import type { ResourceCloud, ResourceRef, ResourceState } from "#shared/policy/cloud.ts";
import { compilePolicies } from "#shared/policy/compile-policies.ts";
import { dayEnd } from "#shared/policy/day-end.ts";
import { ownerOfFinding } from "#shared/policy/enforce/finding-owner.ts";
import type { ApproverStage, Governed } from "#shared/policy/enforce/governed.ts";
import { forceFrom, stagesIn } from "#shared/policy/enforce/policy-force.ts";
import { compileSettle } from "#shared/policy/enforce/settling-time.ts";
import { shardsOf } from "#shared/policy/enforce/sweep-scope.ts";
import type { ResourceFacts, SourceRead } from "#shared/policy/facts.ts";
import type { Direction, Judgement } from "#shared/policy/judgement.ts";
import { compileHold, holdOf } from "#shared/policy/legal-hold.ts";
import { subjectOf } from "#shared/policy/policy-scope.ts";
import { compileFacts } from "#shared/policy/resource-facts.ts";

export type CatalogGovernance = {
  readonly catalog: Catalog;
  readonly people: People;
  readonly cloud: Pick<ResourceCloud, "read">;
  readonly clock: Clock;
  /** Who wrote or applied the version of a policy that is in force. */
  readonly authorOf: (policy: string) => string | undefined;
};

/** {@link Governed} as the catalogue and its policies say it. Compiled once: keep it as long as the catalogue stands. */
export function governedBy(governance: CatalogGovernance): Governed {
  const { catalog, clock } = governance;
  const judge = compilePolicies(catalog);
  const facts = compileFacts(catalog);
  const owners = compileResourceOwners(catalog);
  const accounts = new Map([...catalog.accounts.values()].map((account) => [account.account, account]));
  const holds = [...catalog.policies.values()].flatMap((each) =>
    each.type === "retention" ? [compileHold(each)] : [],
  );
  const forces = [...catalog.policies.values()].map((policy) => forceFrom(policy, governance.authorOf(policy.id)));
  const factsOf = (resource: ResourceState, around: { readonly parent?: SourceRead; readonly creator?: SourceRead }) =>
    facts(resource, { now: clock.now(), ...around });
  const ownerOf = (resource: ResourceState): Ownership => {
    const known = factsOf(resource, {});
    const ownership = owners(subjectOf(resource, known));
    const made = creatorSource(resource, governance);
    const creatorTeam = made === undefined || made === "unreadable" ? undefined : made.known.team;
    return ownerOfFinding(resource, {
      catalog,
      facts: known,
      ownership,
      ...(creatorTeam === undefined ? {} : { creatorTeam }),
    });
  };
  return {
    async judge(resource): Promise<Judgement> {
      return judge(resource, factsOf(resource, await surroundings(resource, governance)));
    },
    forces: () => forces,
    ownerOf,
    tollgateOwner: () =>
      `team:${[...catalog.routes.values()].find(({ when }) => when === undefined)?.team ?? "unknown"}`,
    enforceFrom: (account) => enforceFrom(accounts.get(account)?.enforce, catalog.company.zone),
    approvers: (change) =>
      approversOf(change, { ...governance, facts: partAt(factsOf(change.resource, {}), change.prefix ?? "") }),
    isOnHold: ({ tags }) => holdOf(holds, tags) !== "free",
    settle: compileSettle(catalog),
    shards: (policy) => shardsOf(catalog, policy),
  };
}

/** What is true of the data at a prefix: that of the longest part it lies in. The whole bucket is all of them. */
function partAt(facts: ResourceFacts, prefix: string): ResourceFacts {
  const around = (facts.parts ?? []).filter((part) => part.prefix !== "" && prefix.startsWith(part.prefix));
  return around.toSorted((left, right) => right.prefix.length - left.prefix.length)[0]?.facts ?? facts;
}

/** A day begins when the one before it is over, in the company's zone. */
function enforceFrom(day: CalendarDate | undefined, zone: string): EpochMillis | undefined {
  if (day === undefined) return undefined;
  const before = isoOf((Date.parse(`${day}T00:00:00Z`) - 86_400_000) as EpochMillis).slice(0, 10) as CalendarDate;
  return dayEnd(before, zone);
}

/** The parent's tags, read now: unreadable is said, never taken for none. */
async function surroundings(
  resource: ResourceState,
  { catalog, people, cloud }: CatalogGovernance,
): Promise<{ readonly parent?: SourceRead; readonly creator?: SourceRead }> {
  const creator = creatorSource(resource, { catalog, people });
  const around = creator === undefined ? {} : { creator };
  if (resource.parent === undefined) return around;
  const read = await cloud.read(parentRef(resource, resource.parent));
  if (read.kind === "gone") return around;
  return { ...around, parent: read.kind === "read" ? { tags: read.state.tags, known: {} } : "unreadable" };
}

const parentRef = (resource: ResourceState, parent: ResourceRef["arn"]): ResourceRef => ({
  arn: parent,
  type: typeOfArn(parent),
  account: resource.account,
  region: resource.region,
});

/** `rds.cluster` of an ARN, as far as an ARN says it: the adapter reads by the ARN. */
const typeOfArn = (parent: string): string => {
  const [, , service = "", , , rest = ""] = parent.split(":");
  return `${service}.${rest.split("/")[0] ?? ""}`;
};

/** The one team of the person behind a session, with who pays for it; nobody, or several teams: not known. */
function creatorSource(
  { creator, creatorUnread }: ResourceState,
  { catalog, people }: Pick<CatalogGovernance, "catalog" | "people">,
): SourceRead | undefined {
  if (creator === undefined && creatorUnread !== undefined) return "unreadable";
  const person = personBehind(creator, people);
  if (person === undefined) return undefined;
  const teams = [...catalog.teams.values()].filter(({ members }) =>
    members.some((group) => people.inGroup(group).includes(person)),
  );
  const [team] = teams;
  if (team === undefined || teams.length > 1) return undefined;
  const costCenter = team.costCenter === undefined ? {} : { "team.costCenter": team.costCenter };
  return { tags: {}, known: { team: team.id, ...costCenter } };
}

/** The last part of a user's or a session's ARN names a person of the directory, by id or by mail. */
function personBehind(creator: string | undefined, people: People) {
  const name = creator?.split("/").at(-1);
  if (name === undefined || name === "") return undefined;
  const byId = people.find(name as Parameters<People["find"]>[0]);
  return byId?.active === true ? byId.id : people.withMail(name);
}

type Change = { readonly policy: string; readonly direction: Direction; readonly resource: ResourceState };

function approversOf(
  { policy, direction, resource }: Change,
  { catalog, people, facts }: CatalogGovernance & { readonly facts: ResourceFacts },
): readonly ApproverStage[] {
  const document = catalog.policies.get(policy);
  const stages = document === undefined ? [] : stagesIn(document, direction);
  // A lowering that nobody is named for is one that nobody can agree to.
  if (stages.length === 0) return direction === "lower" ? [NOBODY] : [];
  const asking: Asking = { catalog, people, ...askingOf({ facts, resource, policyTeam: document?.team }) };
  return stages.flatMap(({ need, of }): readonly ApproverStage[] =>
    need === "each"
      ? of.map((who) => ({
          text: stageWords({ need: 1, of: [who] }, asking.target?.id),
          need: 1,
          people: new Set(peopleOf(who, asking)),
        }))
      : [{ text: stageWords({ need, of }, asking.target?.id), need, people: new Set(peopleOfAll(of, asking)) }],
  );
}

const NOBODY: ApproverStage = { text: "somebody (the policy names no approver)", need: 1, people: new Set() };

function askingOf({
  facts,
  resource,
  policyTeam,
}: {
  readonly facts: ResourceFacts;
  readonly resource: ResourceState;
  readonly policyTeam: string | undefined;
}): Omit<Asking, "catalog" | "people"> {
  const target = targetOf(facts);
  return {
    ...(target === undefined ? {} : { target }),
    tags: resource.tags,
    ...(policyTeam === undefined ? {} : { policyTeam }),
  };
}

/** What is decided on: the data it holds, else the workload it belongs to, else the team. */
function targetOf({ dataset, workload, team }: ResourceFacts): ThingRef | undefined {
  if (typeof dataset === "string") return { kind: "dataset", id: dataset };
  if (typeof workload === "string") return { kind: "workload", id: workload };
  return typeof team === "string" ? { kind: "team", id: team } : undefined;
}
