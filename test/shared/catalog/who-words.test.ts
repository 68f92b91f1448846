import { describe, expect, test } from "vitest";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import { manyWords, stageSentence, stageWords } from "#shared/catalog/who-words.ts";
import { groupName } from "#shared/kernel/ids.ts";

const OWNERS: Who = { kind: "target", part: "owners" };
const SECURITY: Who = { kind: "team", team: "security", part: "members" };
const LEAD: Who = { kind: "requester", part: "lead" };
const EVERYBODY: readonly Who[] = [
  ...(["members", "lead", "oncall"] as const).map((part): Who => ({ kind: "team", team: "orders", part })),
  ...(["owners", "team", "lead", "oncall", "consumers"] as const).map((part): Who => ({ kind: "target", part })),
  ...(["team", "lead", "manager", "director"] as const).map((part): Who => ({ kind: "requester", part })),
  { kind: "group", group: groupName("all-data") },
  { kind: "creator" },
  { kind: "account", part: "team" },
  { kind: "tag", key: "Owner" },
  { kind: "policy", part: "team" },
];
const stage = (need: Stage["need"], ...of: readonly Who[]): Stage => ({ need, of });

describe("who decides, in words for people", () => {
  test.each([
    {
      because: "one of several",
      of: stage(1, OWNERS),
      names: ["Ben Ito", "Liv Sand"],
      says: "one of the 2 owners of sales.orders: Ben Ito, Liv Sand",
    },
    {
      because: "the only one there is",
      of: stage(1, OWNERS),
      names: ["Ben Ito"],
      says: "an owner of sales.orders: Ben Ito",
    },
    {
      because: "nobody is left, which is never hidden",
      of: stage(1, SECURITY),
      names: [],
      says: "someone in security: nobody can be asked now",
    },
    {
      because: "several must agree",
      of: stage(2, SECURITY),
      names: ["Hugo Vass", "Ida Noor", "Una Bay"],
      says: "2 of the 3 people in security: Hugo Vass, Ida Noor, Una Bay",
    },
    {
      because: "one out of several kinds",
      of: stage(1, OWNERS, LEAD),
      names: ["Ben Ito", "Mia Wolf"],
      says: "one of 2 people (owners of sales.orders or leads of the requester's team): Ben Ito, Mia Wolf",
    },
    {
      because: "one of each kind",
      of: stage("each", OWNERS, LEAD),
      names: ["Ben Ito", "Mia Wolf"],
      says: "an owner of sales.orders and a lead of the requester's team: Ben Ito, Mia Wolf",
    },
  ])("names them: $because", ({ of, names, says }) => {
    expect(stageSentence(of, names, "sales.orders")).toBe(says);
  });

  test.each([
    { because: "no dataset is meant in particular", of: stage(1, OWNERS), says: "an owner of the data" },
    {
      because: "one out of several kinds",
      of: stage(1, OWNERS, LEAD),
      says: "an owner of the data or a lead of the requester's team",
    },
    { because: "several of one kind", of: stage(2, SECURITY), says: "2 of the people in security" },
    {
      because: "one of each kind",
      of: stage("each", SECURITY, OWNERS, LEAD),
      says: "someone in security, an owner of the data and a lead of the requester's team",
    },
  ])("names nobody where $because", ({ of, says }) => {
    expect(stageWords(of)).toBe(says);
  });

  test("are never the words of the documents", () => {
    for (const who of EVERYBODY) {
      for (const said of [stageWords(stage(1, who)), stageSentence(stage(1, who), ["A", "B"]), manyWords([who])]) {
        expect(said).not.toMatch(/target|[a-z]:[a-z]|\w\.\w/);
      }
    }
  });
});
