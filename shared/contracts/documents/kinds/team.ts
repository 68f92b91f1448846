import type { Team } from "#shared/catalog/documents/team.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { group, mailbox, reference } from "#shared/contracts/documents/names.ts";
import { optional, required } from "#shared/contracts/documents/record.ts";
import type { Shape } from "#shared/contracts/documents/shape.ts";
import { value } from "#shared/contracts/documents/words.ts";

const groups = oneOrMore(group);

export const team: Shape<Team> = documentShape("Team", {
  members: required(groups, "Groups whose people are the team", ["orders-engineers"]),
  lead: required(groups, "Groups that lead it", "orders-leads"),
  dataOwners: required(groups, "Approve for its datasets that name no owners", ["orders-data-owners"]),
  costCenter: optional(value, "Where its cost is booked", "CC-4102"),
  mail: optional(mailbox, "A role mailbox", "orders-oncall@example.com"),
  oncall: optional(reference("a calendar", "orders-oncall"), "Its rota, the id of a Calendar", "orders-oncall"),
});
