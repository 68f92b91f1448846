import type { SourceFile } from "#shared/contracts/documents/source.ts";

/** A governance repository that is as small as it can be and loads: one of each that the checks need. */
export const SMALL_GOVERNANCE: readonly SourceFile[] = [
  {
    path: "tollgate.yaml",
    text: `kind: Company
id: saltmarsh
format: 1
zone: Europe/London
currency: USD
environments: [dev, test, prod]
classifications: [public, internal, confidential, restricted]
labels: {PII: confidential, PHI: restricted, PCI: restricted}
workloadTag: Workload
segregation: basic
defaults:
  tier:
    0: {freshness: 1h, requires: [runbook]}
    1: {freshness: 6h}
`,
  },
  {
    path: "company/directory.yaml",
    text: `kind: Directory
id: okta
issuer: https://login.example.com/oauth2/default
groups:
  all-data: 00g1
  orders-leads: 00g2
  orders-data-owners: 00g3
  finance-leads: 00g4
  security-leads: 00g5
roles: {requester: [all-data]}
`,
  },
  {
    path: "company/accounts.yaml",
    text: `kind: Account
id: data-prod
account: "111122223333"
environment: prod
ou: /Data/Prod
team: security
regions: [eu-west-1]
`,
  },
  {
    path: "company/routes.yaml",
    text: `# Every finding goes somewhere.
kind: Route
id: everything
team: security
digest: "0 9 * * 1"
send: [{mail: target.team}]
---
kind: Route
id: orders
team: orders
when: {team: orders}
immediately: high
digest: "0 9 * * 1-5"
send: [{slack: "#orders-data"}, {mail: target.oncall}]
`,
  },
  {
    path: "access/company.yaml",
    text: `kind: AccessPolicy
id: company
team: security
scope: {request: access}
ask: [group:all-data]
rules:
  - id: restricted
    when: [{classification: restricted}, {labels: [PII, PHI, PCI]}]
    approve: [target.owners, team:security]
    max: 8h
  - id: write
    when: {access: write}
    approve: [target.owners]
    max: 8h
  - id: read
    when: {access: read, environment: [dev, test]}
    approve: [target.owners]
    max: 8h
  - id: read-longer
    when: {access: read}
    approve: [{of: [target.owners, requester.lead]}]
    max: 30d
`,
  },
  {
    path: "teams/security/team.yaml",
    text: `kind: Team
id: security
members: [security-leads]
lead: security-leads
dataOwners: [security-leads]
`,
  },
  {
    path: "teams/orders/team.yaml",
    text: `kind: Team
id: orders
members: [all-data]
lead: orders-leads
dataOwners: [orders-data-owners]
`,
  },
  {
    path: "teams/orders/access.yaml",
    text: `kind: AccessPolicy
id: orders-own-rules
tightens: company
scope: {dataset: [sales.orders]}
rules:
  - id: leads-know
    when: {environment: prod}
    approve: [team:orders.lead]
`,
  },
  {
    path: "teams/orders/orders.yaml",
    text: `kind: Dataset
id: sales.orders
classification: restricted
labels: [PII]
tier: 1
at: {data-prod: [s3://saltmarsh-sales-prod/orders/, glue:sales.orders]}
---
kind: Workload
id: orders-etl
tier: 1
match:
  - {type: glue.job, name: "orders-*", account: data-prod}
writes: [sales.orders]
`,
  },
  {
    path: "teams/finance/finance.yaml",
    text: `kind: Team
id: finance
members: [all-data]
lead: finance-leads
dataOwners: [finance-leads]
---
kind: Workload
id: finance-close
tier: 1
match: [{type: "emr.*", name: "close-*", account: data-prod}]
reads: [sales.orders]
`,
  },
];

/** The repository with one text in place of another, which must be there. */
export function edited(path: string, from: string, to: string): readonly SourceFile[] {
  return SMALL_GOVERNANCE.map((file) => {
    if (file.path !== path) return file;
    if (!file.text.includes(from)) throw new Error(`${path} has no "${from}"`);
    return { path, text: file.text.replace(from, () => to) };
  });
}
