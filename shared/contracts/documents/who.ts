import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import { whoText } from "#shared/catalog/documents/who.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import {
  byForm,
  complainAt,
  mapped,
  refined,
  type ScalarRead,
  type Shape,
  scalar,
  under,
} from "#shared/contracts/documents/shape.ts";
import { groupName } from "#shared/kernel/ids.ts";

const ID = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/** What has no id in it. A person of a document is always one of these or reached through a team or a group. */
const FIXED: readonly Who[] = [
  { kind: "target", part: "owners" },
  { kind: "target", part: "team" },
  { kind: "target", part: "lead" },
  { kind: "target", part: "oncall" },
  { kind: "target", part: "consumers" },
  { kind: "requester", part: "team" },
  { kind: "requester", part: "lead" },
  { kind: "requester", part: "manager" },
  { kind: "requester", part: "director" },
  { kind: "creator" },
  { kind: "account", part: "team" },
  { kind: "policy", part: "team" },
];

type Kind = Who["kind"];

function parseWho(text: string): Who | undefined {
  const fixed = FIXED.find((each) => whoText(each) === text);
  if (fixed !== undefined) return fixed;
  const [, kind, name = ""] = /^(team|group|tag):(.{1,128})$/.exec(text) ?? [];
  if (kind === "tag") return /^[\p{L}\p{N} _.:/=+@-]+$/u.test(name) ? { kind, key: name } : undefined;
  if (kind === "group") return ID.test(name) ? { kind, group: groupName(name) } : undefined;
  return kind === "team" ? parseTeam(name) : undefined;
}

/** A team's id may hold dots too: only the last part is looked at. */
function parseTeam(name: string): Who | undefined {
  const [, team, part] = /^(.+?)(?:\.(lead|oncall|members))?$/.exec(name) ?? [];
  if (team === undefined || !ID.test(team)) return undefined;
  return { kind: "team", team, part: part === "lead" || part === "oncall" ? part : "members" };
}

const EXAMPLES: Readonly<Record<Kind, string>> = {
  team: "team:orders.lead",
  group: "group:all-data",
  target: "target.owners",
  requester: "requester.lead",
  creator: "creator",
  account: "account.team",
  tag: "tag:Owner",
  policy: "policy.team",
};

/** Somebody, in the one language for it. What has no meaning here is refused. */
const whoOf = (kinds: readonly Kind[]): Shape<Who> =>
  scalar<Who>({
    code: "who",
    is: `write who is meant, such as ${kinds.map((kind) => `"${EXAMPLES[kind]}"`).join(", ")}`,
    schema: { type: "string" },
    parse(text): ScalarRead<Who> {
      const who = parseWho(text);
      if (who !== undefined && kinds.includes(who.kind)) return { value: who };
      if (who !== undefined)
        return {
          refused: {
            because: `it has no meaning here; write one of ${kinds.map((kind) => EXAMPLES[kind]).join(", ")}`,
          },
        };
      if (text.includes("@")) return { refused: { because: "people are never listed; write a team or a group" } };
      const write = whoMeantBy(text, kinds);
      const meant = write === undefined ? undefined : parseWho(write);
      return { refused: meant === undefined || write === undefined ? {} : { write, meant, misspelt: true } };
    },
    parts: (who) => (who.kind === "team" ? [["team", who.team]] : who.kind === "group" ? [["group", who.group]] : []),
  });

function whoMeantBy(text: string, kinds: readonly Kind[]): string | undefined {
  const words = FIXED.filter(({ kind }) => kinds.includes(kind)).map(whoText);
  const near = didYouMean(text, words);
  if (near !== undefined) return near;
  const [, kind = "", name = ""] = /^([a-z]{3,7})[:.](.{1,128})$/i.exec(text) ?? [];
  const right = didYouMean(
    kind,
    kinds.filter((each) => each === "team" || each === "group"),
  );
  return right !== undefined && ID.test(name) ? `${right}:${name}` : undefined;
}

/** Who asks, decides and hears of requests. */
export const decider: Shape<Who> = whoOf(["team", "group", "target", "requester", "policy"]);

/** Who hears of findings. */
export const hearer: Shape<Who> = whoOf(["team", "group", "target", "creator", "account", "tag", "policy"]);

/** Who relies on a dataset. */
export const consumer: Shape<Who> = whoOf(["team", "group"]);

const NEED = 'it is a whole number from 1 to 20, or "each"';

const need: Shape<number | "each"> = scalar<number | "each">({
  code: "number",
  is: NEED,
  schema: { anyOf: [{ const: "each" }, { type: "integer", minimum: 1, maximum: 20 }] },
  parse(text) {
    if (text === "each") return { value: "each" };
    return /^([1-9]|1\d|20)$/.test(text) ? { value: Number(text) } : { refused: {} };
  },
});

const quorum: Shape<Stage> = mapped(
  record(
    {
      need: optional(need, "How many people must say yes; each: one of every entry", 2),
      of: required(oneOrMore(decider), "Who may say it", ["target.owners", "requester.lead"]),
    },
    { thing: "a stage" },
  ),
  ({ need: count, of }): Stage => ({ need: count ?? 1, of }),
);

/** One step of a decision: somebody, or some out of several. */
export const stage: Shape<Stage> = byForm<Stage>(
  {
    text: mapped(under(decider, "of", 0), (who): Stage => ({ need: 1, of: [who] })),
    map: refined(quorum, (read, place): Stage | undefined => {
      const texts = read.of.map(whoText);
      const twice = texts.find((text, at) => texts.indexOf(text) !== at);
      if (twice === undefined) return read;
      return complainAt(place, "/of", { code: "who", message: `Cannot ask "${twice}" twice in one stage` });
    }),
  },
  { code: "who", is: "a stage is somebody, such as target.owners, or {need: 2, of: [target.owners, team:security]}" },
);
