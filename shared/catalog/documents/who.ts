import type { GroupName } from "#shared/kernel/ids.ts";

type TeamPart = "members" | "lead" | "oncall";
export type TargetPart = "owners" | "team" | "lead" | "oncall" | "consumers";
export type RequesterPart = "team" | "lead" | "manager" | "director";

/**
 * Who is meant, in the one language for it.
 *
 * `team:orders` is part `members`. `creator`, `account.team` and `tag:Owner` have a meaning for
 * findings only, `policy.team` for exemptions only.
 */
export type Who =
  | { readonly kind: "team"; readonly team: string; readonly part: TeamPart }
  | { readonly kind: "group"; readonly group: GroupName }
  | { readonly kind: "target"; readonly part: TargetPart }
  | { readonly kind: "requester"; readonly part: RequesterPart }
  | { readonly kind: "creator" }
  | { readonly kind: "account"; readonly part: "team" }
  | { readonly kind: "tag"; readonly key: string }
  | { readonly kind: "policy"; readonly part: "team" };

/**
 * One step of a decision. `need` people out of all that `of` names must say yes; `each` is one person
 * of every entry of `of`. A single word in `approve` is `{ need: 1, of: [word] }`.
 */
export type Stage = { readonly need: number | "each"; readonly of: readonly Who[] };

/** As people write it: `team:orders.lead`, `target.owners`, `group:all-data`. */
export function whoText(who: Who): string {
  switch (who.kind) {
    case "team":
      return who.part === "members" ? `team:${who.team}` : `team:${who.team}.${who.part}`;
    case "group":
      return `group:${who.group}`;
    case "tag":
      return `tag:${who.key}`;
    case "creator":
      return "creator";
    default:
      return `${who.kind}.${who.part}`;
  }
}

/** As people read it: `target.owners`, `one of target.owners and requester.lead`, `2 of …`, `each of …`. */
export function stageText({ need, of }: Stage): string {
  const names = of.map(whoText);
  const list = names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  if (need === "each") return `each of ${list}`;
  if (need > 1) return `${need} of ${list}`;
  return names.length < 2 ? list : `one of ${list}`;
}
