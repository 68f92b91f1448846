import type { AccessPolicy } from "#shared/catalog/documents/access-policy.ts";
import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import type { Dataset } from "#shared/catalog/documents/dataset.ts";
import type { DocumentKind } from "#shared/catalog/documents/document.ts";
import type { DocumentOf, GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Destination } from "#shared/catalog/documents/route.ts";
import type { Clause, Criteria, Selector } from "#shared/catalog/documents/selector.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import { isWildcard } from "#shared/catalog/wildcard.ts";

/** What a reference names: a document, a group of the Directory, or a word of the Company. */
export type ReferenceTo = DocumentKind | "group" | "environment" | "classification" | "label";

/** `key`: the name is the key of a map at the pointer, not its value. */
export type Reference = {
  readonly to: ReferenceTo;
  readonly id: string;
  readonly pointer: string;
  readonly key?: true;
};

type Path = readonly (string | number)[];

const named = (to: ReferenceTo, id: string, path: Path): Reference => ({ to, id, pointer: pointerOf(...path) });

const each = (to: ReferenceTo, ids: readonly string[] | undefined, path: Path): readonly Reference[] =>
  (ids ?? []).map((id, index) => named(to, id, [...path, index]));

/** Every name in a document that something else must bear, with where it stands. */
export function referencesOf(document: GovernanceDocument): readonly Reference[] {
  const own = document.team === undefined ? [] : [named("Team", document.team, ["team"])];
  const read = READERS[document.kind] as (of: GovernanceDocument) => readonly Reference[];
  return [...own, ...read(document)];
}

type Readers = { readonly [Kind in DocumentKind]: (of: DocumentOf<Kind>) => readonly Reference[] };

const READERS: Readers = {
  Company: ({ labels, residency = {}, defaults }) => [
    ...Object.entries(labels).map(([label, lowest]) => named("classification", lowest, ["labels", label])),
    ...keys("classification", residency, ["residency"]),
    ...keys("classification", defaults?.classification ?? {}, ["defaults", "classification"]),
  ],
  Directory: ({ roles }) => Object.entries(roles).flatMap(([role, groups]) => each("group", groups, ["roles", role])),
  Account: ({ environment }) => [named("environment", environment, ["environment"])],
  Team: ({ members, lead, dataOwners }) => [
    ...each("group", members, ["members"]),
    ...each("group", lead, ["lead"]),
    ...each("group", dataOwners, ["dataOwners"]),
  ],
  Dataset: datasetReferences,
  Workload: ({ match, reads, writes }) => [
    ...inSelector(match, ["match"]),
    ...each("Dataset", reads, ["reads"]),
    ...each("Dataset", writes, ["writes"]),
  ],
  Template: (template) => each("Template", template.with, ["with"]),
  AccessPolicy: accessPolicyReferences,
  Policy: (policy) => [...inSelector(policy.scope, ["scope"]), ...enforcementReferences(policy)],
  Exemption: ({ policy, match }) => [...each("Policy", policy, ["policy"]), ...inSelector(match, ["match"])],
  AllocationRule: ({ match, to = [], split }) => [
    ...inSelector(match, ["match"]),
    ...to.map((thing, index) => inThing(thing, ["to", index, "id"])),
    ...(split.by === "fixed"
      ? split.shares.map((part, index) => inThing(part.to, ["split", "shares", index, "to", "id"]))
      : []),
  ],
  Budget: (budget) => [inThing(budget.for, ["for", "id"])],
  Report: ({ scope, send, signOff }) => [
    ...inSelector(scope, ["scope"]),
    ...inDestinations(send),
    ...(signOff === undefined ? [] : inWho(signOff, ["signOff"])),
  ],
  Route: ({ when, send }) => [...inSelector(when, ["when"]), ...inDestinations(send)],
};

const keys = (to: ReferenceTo, map: object, path: Path): readonly Reference[] =>
  Object.keys(map).map((id) => ({ ...named(to, id, [...path, id]), key: true }));

function datasetReferences(dataset: Dataset): readonly Reference[] {
  return [
    named("classification", dataset.classification, ["classification"]),
    ...each("label", dataset.labels, ["labels"]),
    ...each("group", dataset.owners, ["owners"]),
    ...(dataset.consumers ?? []).flatMap((who, index) => inWho(who, ["consumers", index])),
    ...keys("Account", dataset.at, ["at"]),
    ...Object.entries(dataset.at).flatMap(([account, { classification, labels }]) => [
      ...(classification === undefined
        ? []
        : [named("classification", classification, ["at", account, "classification"])]),
      ...each("label", labels, ["at", account, "labels"]),
    ]),
  ];
}

function accessPolicyReferences(policy: AccessPolicy): readonly Reference[] {
  return [
    ...inClause(policy.scope, ["scope"]),
    ...(policy.tightens === undefined ? [] : [named("AccessPolicy", policy.tightens, ["tightens"])]),
    ...inPeople(policy.ask, ["ask"]),
    ...(policy.escalate === undefined ? [] : inWho(policy.escalate.to, ["escalate", "to"])),
    ...policy.rules.flatMap((rule, index) => [
      ...inSelector(rule.when, ["rules", index, "when"]),
      ...(rule.approve === "none" ? [] : inStages(rule.approve, ["rules", index, "approve"])),
      ...inPeople(rule.notify, ["rules", index, "notify"]),
      ...inPeople(rule.page, ["rules", index, "page"]),
      ...inPeople(rule.review?.by, ["rules", index, "review", "by"]),
    ]),
  ];
}

function enforcementReferences(policy: DocumentOf<"Policy">): readonly Reference[] {
  if (policy.type === "tagging") return inStages(policy.enforcement?.approve, ["enforcement", "approve"]);
  return inStages(policy.enforcement?.lower?.approve, ["enforcement", "lower", "approve"]);
}

const inStages = (stages: readonly Stage[] | undefined, path: Path): readonly Reference[] =>
  (stages ?? []).flatMap(({ of }, index) => inPeople(of, [...path, index, "of"]));

const inPeople = (people: readonly Who[] | undefined, path: Path): readonly Reference[] =>
  (people ?? []).flatMap((who, index) => inWho(who, [...path, index]));

function inWho(who: Who, path: Path): readonly Reference[] {
  if (who.kind === "team") return [named("Team", who.team, [...path, "team"])];
  return who.kind === "group" ? [named("group", who.group, [...path, "group"])] : [];
}

const THINGS = { team: "Team", workload: "Workload", account: "Account", dataset: "Dataset" } as const;

const inThing = ({ kind, id }: ThingRef, path: Path): Reference => named(THINGS[kind], id, path);

const inDestinations = (send: readonly Destination[]): readonly Reference[] =>
  send.flatMap((destination, index) => {
    if ("who" in destination) return inWho(destination.who, ["send", index, "who"]);
    return destination.via === "securityHub" ? [named("Account", destination.account, ["send", index, "account"])] : [];
  });

const inSelector = (selector: Selector | undefined, path: Path): readonly Reference[] =>
  (selector ?? []).flatMap((clause, index) => inClause(clause, [...path, index]));

const inClause = ({ except = [], ...criteria }: Clause, path: Path): readonly Reference[] => [
  ...inCriteria(criteria, path),
  ...except.flatMap((out, index) => inCriteria(out, [...path, "except", index])),
];

const KEYS = {
  account: "Account",
  team: "Team",
  dataset: "Dataset",
  workload: "Workload",
  template: "Template",
  policy: "Policy",
  environment: "environment",
  classification: "classification",
  labels: "label",
} as const;

function inCriteria(criteria: Criteria, path: Path): readonly Reference[] {
  return (Object.keys(KEYS) as (keyof typeof KEYS)[]).flatMap((key) =>
    each(KEYS[key], criteria[key], [...path, key]).filter(({ id }) => !isWildcard(id)),
  );
}
