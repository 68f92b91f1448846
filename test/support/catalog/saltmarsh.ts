import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { Dataset } from "#shared/catalog/documents/dataset.ts";
import type { Directory } from "#shared/catalog/documents/directory.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Route } from "#shared/catalog/documents/route.ts";
import type { Team } from "#shared/catalog/documents/team.ts";
import type { Template } from "#shared/catalog/documents/template.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { accountNumber, groupName } from "#shared/kernel/ids.ts";
import { attos } from "#shared/kernel/money.ts";
import { days, hours, minutes } from "#shared/kernel/time.ts";

/** The fictional retailer of the design documents, as parsed: the same ids, rules and lengths. */

export const company: Company = {
  kind: "Company",
  id: "saltmarsh",
  format: 1,
  zone: "Europe/London",
  currency: "USD",
  environments: ["dev", "test", "prod"],
  classifications: ["public", "internal", "confidential", "restricted"],
  labels: { PII: "confidential", PHI: "restricted", PCI: "restricted" },
  workloadTag: "Workload",
  ticket: "[A-Z]{2,8}-[0-9]+",
  segregation: "basic",
  residency: { restricted: ["eu-west-1", "eu-central-1"] },
  defaults: {
    tier: {
      0: { freshness: hours(1), acknowledge: minutes(15), resolve: hours(4), review: days(90), requires: ["runbook"] },
      1: { freshness: hours(6), acknowledge: hours(4), resolve: days(2), review: days(180), requires: ["runbook"] },
      2: { freshness: hours(24), acknowledge: days(2), resolve: days(14), review: days(365) },
    },
    classification: {
      public: { retention: { max: days(1827) } },
      internal: { retention: { max: days(1096) } },
      confidential: { retention: { min: days(30), max: days(731) } },
      restricted: { retention: { min: days(30), max: days(400) } },
    },
  },
};

const GROUPS = [
  "all-data",
  "orders-engineers",
  "orders-leads",
  "orders-data-owners",
  "finance-analysts",
  "finance-leads",
  "finance-data-owners",
  "platform-engineers",
  "platform-leads",
  "security-engineers",
  "security-leads",
  "grc-auditors",
];

export const directory: Directory = {
  kind: "Directory",
  id: "okta",
  issuer: "https://login.example.com/oauth2/default",
  manager: "managerId",
  groups: Object.fromEntries(GROUPS.map((name, index) => [name, `00g${index}`])),
  roles: {
    requester: [groupName("all-data")],
    operator: [groupName("platform-engineers")],
    finance: [groupName("finance-analysts")],
    auditor: [groupName("grc-auditors")],
    security: [groupName("security-engineers")],
  },
};

const account = (id: string, number: string, rest: Pick<Account, "environment" | "ou" | "regions">): Account => ({
  kind: "Account",
  id,
  account: accountNumber(number),
  team: "platform",
  enforce: "2026-10-01" as CalendarDate,
  ...rest,
});

export const accounts: readonly Account[] = [
  account("data-prod", "111122223333", {
    environment: "prod",
    ou: "/Data/Prod",
    regions: ["eu-west-1", "eu-central-1"],
  }),
  account("data-test", "444455556666", { environment: "test", ou: "/Data/Test", regions: ["eu-west-1"] }),
  account("data-dev", "777788889999", { environment: "dev", ou: "/Data/Dev", regions: ["eu-west-1"] }),
];

export const team = (id: string, members: string, owners = `${id}-data-owners`): Team => ({
  kind: "Team",
  id,
  title: id,
  members: [groupName(members)],
  lead: [groupName(`${id}-leads`)],
  dataOwners: [groupName(owners)],
  costCenter: `CC-${id}`,
  oncall: `${id}-oncall`,
});

export const teams: readonly Team[] = [
  { ...team("orders", "orders-engineers"), formerly: ["fulfilment"] },
  team("finance", "finance-analysts"),
  team("platform", "platform-engineers", "platform-leads"),
  team("security", "security-engineers", "security-leads"),
];

export const orders: Dataset = {
  kind: "Dataset",
  id: "sales.orders",
  title: "Customer orders, one row per order line",
  team: "orders",
  teamFrom: "folder",
  classification: "restricted",
  labels: ["PII"],
  tier: 0,
  at: {
    "data-prod": {
      places: [
        { kind: "s3", text: "s3://saltmarsh-sales-prod/orders/", bucket: "saltmarsh-sales-prod", prefix: "orders/" },
        { kind: "glue", text: "glue:sales.orders", database: "sales", table: "orders" },
      ],
    },
    "data-dev": {
      places: [
        { kind: "s3", text: "s3://saltmarsh-sales-dev/orders/", bucket: "saltmarsh-sales-dev", prefix: "orders/" },
      ],
      classification: "internal",
      labels: [],
    },
  },
  consumers: [{ kind: "team", team: "finance", part: "members" }],
  runbook: "https://wiki.example.com/runbooks/sales-orders",
};

export const orderEvents: Dataset = {
  kind: "Dataset",
  id: "sales.order-events",
  team: "orders",
  classification: "internal",
  tier: 1,
  at: {
    "data-prod": { places: [{ kind: "kinesis", text: "kinesis:order-events", stream: "order-events" }] },
    "data-test": { places: [{ kind: "kinesis", text: "kinesis:order-events", stream: "order-events" }] },
  },
  freshness: minutes(5),
  runbook: "https://wiki.example.com/runbooks/order-events",
};

export const ledger: Dataset = {
  kind: "Dataset",
  id: "finance.ledger",
  team: "finance",
  classification: "confidential",
  tier: 1,
  at: {
    "data-prod": {
      places: [
        {
          kind: "s3",
          text: "s3://saltmarsh-finance-prod/ledger/",
          bucket: "saltmarsh-finance-prod",
          prefix: "ledger/",
        },
      ],
    },
  },
  retention: { min: days(2557), max: days(2922) },
  runbook: "https://wiki.example.com/runbooks/ledger",
};

export const ordersEtl: Workload = {
  kind: "Workload",
  id: "orders-etl",
  team: "orders",
  tier: 0,
  match: [
    { type: ["glue.job", "glue.trigger"], name: ["orders-*"], account: ["data-prod"] },
    { billing: { ServiceName: ["AWS Glue"], ResourceName: ["orders-*"] } },
  ],
  reads: ["sales.order-events"],
  writes: ["sales.orders"],
  budget: { money: attos(4_200n * 10n ** 18n), currency: "USD" },
  runbook: "https://wiki.example.com/runbooks/orders-etl",
};

export const financeClose: Workload = {
  kind: "Workload",
  id: "finance-close",
  team: "finance",
  tier: 1,
  match: [{ type: ["emr.*"], name: ["close-*"], account: ["data-prod"] }],
  reads: ["sales.orders"],
  writes: ["finance.ledger"],
  budget: { money: attos(2_600n * 10n ** 18n), currency: "USD" },
  runbook: "https://wiki.example.com/runbooks/finance-close",
};

export const s3Read: Template = {
  kind: "Template",
  id: "s3-prefix-read",
  team: "platform",
  for: "s3",
  access: "read",
  danger: "low",
  max: hours(12),
  effect: "can list and read files under s3://{bucket}/{prefix}{below}; cannot write or delete",
  parameters: { below: { type: "path", default: "" } },
  allow: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::{bucket}/{prefix}{below}*"] }],
};

export const owners: Who = { kind: "target", part: "owners" };
const requesterLead: Who = { kind: "requester", part: "lead" };
export const ofTeam = (id: string, part: "members" | "lead" | "oncall" = "members"): Who => ({
  kind: "team",
  team: id,
  part,
});
export const one = (...of: readonly Who[]): Stage => ({ need: 1, of });

const ownersThen = (id: string): readonly Stage[] => [one(owners), one(ofTeam(id))];
const ownersOrLead: readonly Stage[] = [one(owners, requesterLead)];

export const companyRules: readonly AccessRule[] = [
  {
    id: "admin-in-prod",
    when: [{ access: ["admin"], environment: ["prod"] }],
    approve: ownersThen("security"),
    max: hours(4),
    ticket: "required",
  },
  {
    id: "restricted",
    when: [{ classification: ["restricted"] }, { labels: ["PII", "PHI", "PCI"] }],
    approve: ownersThen("security"),
    max: hours(8),
    ticket: "required",
  },
  { id: "confidential", when: [{ classification: ["confidential"] }], approve: ownersThen("platform"), max: days(3) },
  {
    id: "write-in-prod",
    when: [{ access: ["write"], environment: ["prod"] }],
    approve: ownersThen("platform"),
    max: hours(8),
  },
  {
    id: "admin-outside-prod",
    when: [{ access: ["admin"], environment: ["dev", "test"] }],
    approve: ownersThen("platform"),
    max: hours(8),
  },
  {
    id: "write-outside-prod",
    when: [{ access: ["write"], environment: ["dev", "test"] }],
    approve: ownersOrLead,
    max: days(7),
  },
  { id: "read-in-prod", when: [{ access: ["read"], environment: ["prod"] }], approve: ownersOrLead, max: days(7) },
  {
    id: "read-by-rule",
    when: [
      {
        access: ["read"],
        classification: ["public", "internal"],
        environment: ["dev", "test"],
        duration: { max: hours(8) },
      },
    ],
    approve: "none",
    notify: [owners],
  },
  {
    id: "read-longer",
    when: [{ access: ["read"], environment: ["dev", "test"] }],
    approve: ownersOrLead,
    max: days(30),
  },
];

export const companyPolicy: AccessPolicy = {
  kind: "AccessPolicy",
  id: "company",
  team: "security",
  scope: { request: ["access"] },
  ask: [{ kind: "group", group: groupName("all-data") }],
  justification: { min: 15 },
  pending: hours(24),
  remind: [hours(4), hours(20)],
  escalate: { after: hours(8), to: { kind: "target", part: "lead" } },
  maxTotal: days(90),
  maxConcurrent: 10,
  rules: companyRules,
};

export const breakGlass: AccessPolicy = {
  kind: "AccessPolicy",
  id: "break-glass",
  team: "security",
  scope: { request: ["break-glass"] },
  ask: [ofTeam("platform", "oncall"), { kind: "target", part: "oncall" }],
  justification: { min: 15 },
  maxTotal: hours(1),
  maxConcurrent: 1,
  rules: [
    {
      id: "at-once",
      when: [{ request: ["break-glass"], duration: { max: hours(1) } }],
      approve: "none",
      page: [ofTeam("security", "oncall")],
      notify: [owners, { kind: "requester", part: "manager" }],
      review: { by: [ofTeam("security")], within: hours(24) },
    },
  ],
};

const ownersThenManager: readonly Stage[] = [
  one(owners),
  one({ kind: "requester", part: "manager" }, { kind: "requester", part: "director" }),
];

export const changes: AccessPolicy = {
  kind: "AccessPolicy",
  id: "changes",
  team: "security",
  scope: { request: ["backfill", "exemption", "policy-change", "retention-change", "budget-change"] },
  ask: [{ kind: "group", group: groupName("all-data") }],
  justification: { min: 30 },
  pending: days(5),
  rules: [
    {
      id: "infrastructure-in-prod",
      when: [{ request: ["policy-change"], change: ["iam", "network", "storage-policy"], environment: ["prod"] }],
      approve: ownersThen("security"),
      ticket: "required",
    },
    {
      id: "alerts-loosened",
      when: [{ request: ["policy-change"], change: ["alert-threshold"], tier: [0, 1] }],
      approve: ownersThen("platform"),
    },
    {
      id: "alerts-elsewhere",
      when: [{ request: ["policy-change"], change: ["alert-threshold"] }],
      approve: ownersOrLead,
    },
    {
      id: "rules-and-retention",
      when: [{ request: ["policy-change", "retention-change"] }],
      approve: ownersThenManager,
    },
    { id: "over-budget", when: [{ request: ["budget-change"] }], approve: ownersThenManager },
    {
      id: "small-backfill",
      when: [{ request: ["backfill"], estimate: { max: { money: attos(200n * 10n ** 18n), currency: "USD" } } }],
      approve: ownersOrLead,
    },
    { id: "backfill", when: [{ request: ["backfill"] }], approve: ownersThen("platform") },
    {
      id: "short-exemption",
      when: [{ request: ["exemption"], duration: { max: days(90) } }],
      approve: [one(owners, { kind: "policy", part: "team" })],
    },
    { id: "exemption", when: [{ request: ["exemption"] }], approve: ownersThenManager, max: days(365) },
  ],
};

export const ordersRules: AccessPolicy = {
  kind: "AccessPolicy",
  id: "orders-own-rules",
  team: "orders",
  tightens: "company",
  scope: { dataset: ["sales.orders"] },
  rules: [
    {
      id: "no-writes-at-night",
      when: [{ access: ["write"], environment: ["prod"], except: [{ hours: ["office"] }] }],
      deny: "The loads run at night; changes by hand wait for office hours, or break glass",
    },
    {
      id: "finance-knows",
      when: [{ environment: ["prod"] }],
      approve: [one(ofTeam("finance", "lead"))],
      max: hours(4),
    },
  ],
};

export const everything: Route = {
  kind: "Route",
  id: "everything",
  team: "platform",
  digest: "0 9 * * 1",
  send: [{ via: "mail", who: { kind: "target", part: "team" } }],
};

export const saltmarsh: readonly GovernanceDocument[] = [
  company,
  directory,
  ...accounts,
  ...teams,
  orders,
  orderEvents,
  ledger,
  ordersEtl,
  financeClose,
  s3Read,
  companyPolicy,
  breakGlass,
  changes,
  ordersRules,
  everything,
];

/** The company with some documents in place of those of the same kind and id, or added. */
export function saltmarshWith(...changed: readonly GovernanceDocument[]): readonly GovernanceDocument[] {
  const replaces = (document: GovernanceDocument) =>
    changed.find(({ kind, id }) => kind === document.kind && id === document.id);
  const kept = saltmarsh.map((document) => replaces(document) ?? document);
  return [...kept, ...changed.filter((document) => !kept.includes(document))];
}
