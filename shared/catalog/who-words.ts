import type { RequesterPart, Stage, TargetPart, Who } from "#shared/catalog/documents/who.ts";

/** Somebody as people say it: one of them, and several. */
type Words = { readonly one: string; readonly many: string };

/** What stands for the target where no dataset is meant in particular, as in the table of who decides. */
const ANY_DATA = "the data";

const targetWords = (of: string): { readonly [part in TargetPart]: Words } => ({
  owners: { one: `an owner of ${of}`, many: `owners of ${of}` },
  team: { one: `someone in the team of ${of}`, many: `people in the team of ${of}` },
  lead: { one: `a lead of the team of ${of}`, many: `leads of the team of ${of}` },
  oncall: { one: `whoever is on call for ${of}`, many: `people on call for ${of}` },
  consumers: { one: `a consumer of ${of}`, many: `consumers of ${of}` },
});

const REQUESTER: { readonly [part in RequesterPart]: Words } = {
  team: { one: "someone in the requester's team", many: "people in the requester's team" },
  lead: { one: "a lead of the requester's team", many: "leads of the requester's team" },
  manager: { one: "the requester's manager", many: "managers of the requester" },
  director: { one: "the manager of the requester's manager", many: "managers of the requester's manager" },
};

function teamWords(team: string, part: "members" | "lead" | "oncall"): Words {
  switch (part) {
    case "members":
      return { one: `someone in ${team}`, many: `people in ${team}` };
    case "lead":
      return { one: `a lead of ${team}`, many: `leads of ${team}` };
    case "oncall":
      return { one: `whoever is on call for ${team}`, many: `people on call for ${team}` };
  }
}

function wordsOf(who: Who, target: string): Words {
  switch (who.kind) {
    case "team":
      return teamWords(who.team, who.part);
    case "group":
      return { one: `someone in the group ${who.group}`, many: `people in the group ${who.group}` };
    case "target":
      return targetWords(target)[who.part];
    case "requester":
      return REQUESTER[who.part];
    case "creator":
      return { one: "whoever made it", many: "whoever made it" };
    case "account":
      return { one: "someone in the account's team", many: "people in the account's team" };
    case "tag":
      return { one: `whoever its tag ${who.key} names`, many: `whoever its tag ${who.key} names` };
    case "policy":
      return { one: "someone in the policy's team", many: "people in the policy's team" };
  }
}

const listed = (texts: readonly string[], last: "and" | "or"): string =>
  texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} ${last} ${texts.at(-1)}`;

/** Several kinds of people, as a sentence about who may do something says it: `owners of sales.orders or people in security`. */
export const manyWords = (whos: readonly Who[], target = ANY_DATA): string =>
  listed(
    whos.map((who) => wordsOf(who, target).many),
    "or",
  );

/** A stage as people say it, when nobody in particular can be named: `an owner of the data`, `2 of the people in security`. */
export function stageWords({ need, of }: Stage, target = ANY_DATA): string {
  const words = of.map((who) => wordsOf(who, target));
  const each = words.map(({ one }) => one);
  if (need === "each") return listed(each, "and");
  return need === 1 ? listed(each, "or") : `${need} of the ${manyWords(of, target)}`;
}

/**
 * A stage with the people who can be asked in it now: `one of the 2 owners of sales.orders: Ben Ito, Liv Sand`.
 * Nobody left to ask is said, never hidden.
 */
export function stageSentence(stage: Stage, names: readonly string[], target = ANY_DATA): string {
  const { need, of } = stage;
  const told = stageWords(stage, target);
  if (names.length === 0) return `${told}: nobody can be asked now`;
  if (need === "each" || (need === 1 && names.length === 1)) return `${told}: ${names.join(", ")}`;
  const counted = need === 1 ? "one" : String(need);
  const all =
    of.length < 2
      ? `${counted} of the ${names.length} ${manyWords(of, target)}`
      : `${counted} of ${names.length} people (${manyWords(of, target)})`;
  return `${all}: ${names.join(", ")}`;
}
