import { expect, test } from "vitest";
import type { Who } from "#shared/catalog/documents/who.ts";
import { mailboxesOf } from "#shared/catalog/mailboxes-of.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";

// Every team but security names a mailbox; ana is in finance and in orders.
const catalog = catalogOf(
  saltmarsh.map((each) =>
    each.kind === "Team" && each.id !== "security" ? { ...each, mail: `${each.id}@example.com` } : each,
  ),
);
const people = peopleFrom([
  {
    id: personId("ana"),
    name: "ana",
    groups: ["finance-analysts", "orders-engineers"].map(groupName),
    active: true,
    mail: "ana@example.com",
    manager: personId("max"),
  },
]);
const asking = {
  catalog,
  people,
  requester: personId("ana"),
  target: { kind: "dataset", id: "sales.orders" },
} as const;

const group = (name: string): Who => ({ kind: "group", group: groupName(name) });

test.each<{ readonly because: string; readonly who: Who; readonly mailboxes: readonly string[] }>([
  { because: "a team", who: { kind: "team", team: "finance", part: "lead" }, mailboxes: ["finance@example.com"] },
  { because: "a team without a mailbox", who: { kind: "team", team: "security", part: "members" }, mailboxes: [] },
  { because: "no such team", who: { kind: "team", team: "gone", part: "members" }, mailboxes: [] },
  { because: "the owners of the data", who: { kind: "target", part: "owners" }, mailboxes: ["orders@example.com"] },
  { because: "its lead", who: { kind: "target", part: "lead" }, mailboxes: ["orders@example.com"] },
  { because: "a group of one team", who: group("platform-leads"), mailboxes: ["platform@example.com"] },
  { because: "data owners of a team", who: group("finance-data-owners"), mailboxes: ["finance@example.com"] },
  { because: "a group of no team", who: group("all-data"), mailboxes: [] },
  {
    because: "every team of who asks",
    who: { kind: "requester", part: "lead" },
    mailboxes: ["orders@example.com", "finance@example.com"],
  },
  { because: "a manager, who is a person", who: { kind: "requester", part: "manager" }, mailboxes: [] },
  { because: "a creator, who is a person", who: { kind: "creator" }, mailboxes: [] },
])("mail for $because goes to $mailboxes", ({ who, mailboxes }) => {
  expect(mailboxesOf(who, asking)).toEqual(mailboxes);
});

test("words about a target or a requester mean nobody where there is none", () => {
  for (const who of [
    { kind: "target", part: "owners" },
    { kind: "requester", part: "team" },
    { kind: "account", part: "team" },
  ] as const)
    expect(mailboxesOf(who, { catalog, people })).toEqual([]);
});
