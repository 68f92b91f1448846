import type { Directory } from "#shared/catalog/documents/directory.ts";
import { mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { group, id, url } from "#shared/contracts/documents/names.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import type { Shape } from "#shared/contracts/documents/shape.ts";
import { value } from "#shared/contracts/documents/words.ts";

const groups = oneOrMore(group);

export const directory: Shape<Directory> = documentShape("Directory", {
  issuer: required(url, "The identity provider's issuer", "https://login.example.com/oauth2/default"),
  manager: optional(value, "The attribute that names a person's manager", "managerId"),
  groups: required(
    mapOf({ key: id, value, pointsAt: "value" }),
    "Our name of a group, and the provider's unchangeable id of it",
    { "orders-leads": "00g1ordersled0000003" },
  ),
  roles: required(
    record(
      {
        requester: optional(groups, "May ask", ["all-data"]),
        operator: optional(groups, "Run the platform", ["platform-engineers"]),
        finance: optional(groups, "Sign off reports", ["finance-analysts"]),
        auditor: optional(groups, "Read everything", ["grc-auditors"]),
        security: optional(groups, "Decide on danger", ["security-engineers"]),
      },
      { thing: "roles" },
    ),
    "What a person may do in Tollgate itself, by group",
    { requester: ["all-data"] },
  ),
});
