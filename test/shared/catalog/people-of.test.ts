import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Who } from "#shared/catalog/documents/who.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import { type Asking, peopleOf, teamOf } from "#shared/catalog/people-of.ts";
import type { Person } from "#shared/catalog/person.ts";
import { rolesOf } from "#shared/catalog/roles-of.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { orders, saltmarsh, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

const person = (id: string, groups: readonly string[], rest: Partial<Person> = {}): Person => ({
  id: personId(id),
  name: id,
  groups: groups.map(groupName),
  active: true,
  ...rest,
});

const persons: readonly Person[] = [
  person("ada", ["all-data", "orders-engineers"], { manager: personId("lea"), mail: "ada@example.com" }),
  person("bob", ["all-data", "orders-engineers", "finance-analysts"], { manager: personId("gone") }),
  person("own", ["orders-data-owners"]),
  person("left", ["orders-data-owners"], { active: false }),
  person("lea", ["orders-leads"], { manager: personId("dir") }),
  person("dir", []),
  person("fin", ["finance-leads"]),
  person("sec", ["security-engineers"]),
  person("gone", [], { active: false }),
];

const catalog = catalogOf(saltmarsh);
const asking: Asking = {
  catalog,
  people: peopleFrom(persons, { "orders-oncall": [personId("ada"), personId("left")] }),
  target: { kind: "dataset", id: "sales.orders" },
  requester: personId("ada"),
};

const rows: readonly (readonly [string, Who, readonly string[]])[] = [
  ["owners of a dataset are its team's data owners, without who left", { kind: "target", part: "owners" }, ["own"]],
  ["the target's lead", { kind: "target", part: "lead" }, ["lea"]],
  ["the target's team", { kind: "target", part: "team" }, ["ada", "bob"]],
  ["the target's rota, without who left", { kind: "target", part: "oncall" }, ["ada"]],
  ["the target's consumers", { kind: "target", part: "consumers" }, ["bob"]],
  ["a team", { kind: "team", team: "security", part: "members" }, ["sec"]],
  ["a team's lead", { kind: "team", team: "finance", part: "lead" }, ["fin"]],
  ["a rota nobody knows is nobody", { kind: "team", team: "security", part: "oncall" }, []],
  ["a group", { kind: "group", group: groupName("all-data") }, ["ada", "bob"]],
  ["a group nobody knows is nobody", { kind: "group", group: groupName("__proto__") }, []],
  ["the requester's team", { kind: "requester", part: "team" }, ["ada", "bob"]],
  ["the requester's lead", { kind: "requester", part: "lead" }, ["lea"]],
  ["the requester's manager", { kind: "requester", part: "manager" }, ["lea"]],
  ["the manager's manager", { kind: "requester", part: "director" }, ["dir"]],
  ["a creator that is not known is nobody", { kind: "creator" }, []],
  ["an unknown team is nobody", { kind: "team", team: "nobody", part: "members" }, []],
];

describe("whom a word means", () => {
  test.each(rows)("%s", (_, who, expected) => {
    expect(peopleOf(who, asking)).toEqual(expected);
  });

  test("somebody in two teams has both leads (question 8)", () => {
    const bob = { ...asking, requester: personId("bob") };
    expect(peopleOf({ kind: "requester", part: "lead" }, bob)).toEqual(["lea", "fin"]);
  });

  test("a manager who left decides nothing", () => {
    const bob = { ...asking, requester: personId("bob") };
    expect(peopleOf({ kind: "requester", part: "manager" }, bob)).toEqual([]);
    expect(peopleOf({ kind: "requester", part: "director" }, bob)).toEqual([]);
  });

  test("owners that a dataset names take the place of its team's", () => {
    const named = catalogOf(saltmarshWith({ ...orders, owners: [groupName("security-engineers")] }));
    expect(peopleOf({ kind: "target", part: "owners" }, { ...asking, catalog: named })).toEqual(["sec"]);
  });

  test("owners of anything but a dataset are the lead of its team", () => {
    const workload = { ...asking, target: { kind: "workload", id: "finance-close" } } as const;
    expect(peopleOf({ kind: "target", part: "owners" }, workload)).toEqual(["fin"]);
    expect(teamOf({ kind: "account", id: "data-prod" }, catalog)?.id).toBe("platform");
  });

  test("a tag names a team, a former team, a mail or a person", () => {
    const tagged = (Owner: string) => peopleOf({ kind: "tag", key: "Owner" }, { ...asking, tags: { Owner } });
    expect(tagged("security")).toEqual(["sec"]);
    expect(tagged("fulfilment")).toEqual(["ada", "bob"]);
    expect(tagged("ada@example.com")).toEqual(["ada"]);
    expect(tagged("lea")).toEqual(["lea"]);
    expect(tagged("stranger")).toEqual([]);
  });

  test("nobody who is not active, and nobody twice, whoever is asked for", () => {
    const everyone = fc.array(fc.record({ id: fc.constantFrom("ada", "own", "left", "lea"), active: fc.boolean() }));
    fc.assert(
      fc.property(everyone, fc.constantFrom(...rows), (changed, [, who]) => {
        const now = persons.map((each) => ({
          ...each,
          active: changed.find(({ id }) => id === each.id)?.active ?? each.active,
        }));
        const found = peopleOf(who, { ...asking, people: peopleFrom(now) });
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((id) => now.find((each) => each.id === id)?.active)).toBe(true);
      }),
    );
  });
});

test("roles come from groups, and nobody has one without", () => {
  expect(rolesOf(catalog, [groupName("all-data"), groupName("platform-engineers")])).toEqual(["requester", "operator"]);
  expect(rolesOf(catalog, [groupName("orders-leads")])).toEqual([]);
});
