import type { SourceFile } from "#shared/contracts/documents/source.ts";

/** What the company of a simulation has written: as little as lets all three domains meet every case. */
export const SIMULATED_COMPANY: readonly SourceFile[] = [
  {
    path: "tollgate.yaml",
    text: `kind: Company
id: saltmarsh
format: 1
zone: Europe/London
currency: USD
environments: [dev, prod]
classifications: [public, internal, confidential, restricted]
labels: {PII: confidential}
workloadTag: Workload
segregation: basic
defaults:
  tier:
    1: {freshness: 6h}
    2: {freshness: 24h}
---
kind: Directory
id: local
issuer: http://127.0.0.1/oidc
groups:
  all-data: 00g1
  orders-engineers: 00g2
  orders-leads: 00g3
  orders-owners: 00g4
  security-engineers: 00g5
  security-leads: 00g6
  operators: 00g7
  finance: 00g8
roles:
  requester: [all-data]
  operator: [operators]
  security: [security-engineers, security-leads]
  finance: [finance]
---
kind: Account
id: data-prod
account: "111122223333"
environment: prod
ou: /Data/Prod
team: security
regions: [eu-west-1]
enforce: 2026-01-01
---
kind: Account
id: data-dev
account: "777788889999"
environment: dev
ou: /Data/Dev
team: security
regions: [eu-west-1]
---
kind: Team
id: security
members: [security-engineers]
lead: security-leads
dataOwners: [security-leads]
costCenter: CC-1000
---
kind: Team
id: orders
members: [orders-engineers]
lead: orders-leads
dataOwners: [orders-owners]
costCenter: CC-2000
---
kind: Route
id: everything
team: security
digest: "0 9 * * 1"
send: [{mail: target.team}]
---
kind: Route
id: at-once
team: security
immediately: low
send: [{mail: security@example.com}]
`,
  },
  {
    path: "teams/orders/data.yaml",
    text: `kind: Dataset
id: sales.orders
team: orders
classification: restricted
labels: [PII]
tier: 2
at: {data-prod: s3://saltmarsh-sales/orders/}
---
kind: Dataset
id: sales.stock
team: orders
classification: confidential
tier: 2
at: {data-prod: s3://saltmarsh-sales/stock/}
---
kind: Dataset
id: sales.prices
team: orders
classification: internal
tier: 2
at: {data-dev: s3://saltmarsh-sales-dev/prices/}
---
kind: Workload
id: orders-etl
team: orders
tier: 2
match: [{type: glue.job, name: "orders-*"}]
writes: [sales.orders]
---
kind: Workload
id: stock-feed
team: orders
tier: 2
writes: [sales.stock]
`,
  },
  {
    path: "access.yaml",
    text: `kind: Template
id: s3-prefix-read
team: security
for: s3
access: read
danger: low
max: 12h
effect: can list and read files under s3://{bucket}/{prefix}{below}
parameters:
  below: {type: path, default: ""}
allow:
  - actions: [s3:GetObject]
    resources: ["arn:aws:s3:::{bucket}/{prefix}{below}*"]
---
kind: AccessPolicy
id: company
team: security
scope: {request: access}
ask: [group:all-data]
pending: 12h
remind: [10m, 90m]
escalate: {after: 25m, to: team:security.lead}
maxTotal: 16h
maxConcurrent: 6
rules:
  - id: restricted
    when: {classification: restricted}
    approve: [target.owners, team:security]
    max: 8h
  - id: confidential
    when: {classification: confidential}
    approve: [target.owners]
    max: 8h
  - id: by-rule
    when: {access: read, classification: [public, internal], environment: dev, duration: {max: 4h}}
    approve: none
  - id: otherwise
    when: {access: read}
    approve: [target.owners]
    max: 8h
---
kind: AccessPolicy
id: changes
team: security
scope: {request: [policy-change, retention-change]}
ask: [group:all-data]
pending: 20h
remind: [15m, 5h]
escalate: {after: 40m, to: team:orders.lead}
rules:
  - id: whatever-loosens
    when: {request: [policy-change, retention-change]}
    approve: [target.owners, team:security]
`,
  },
  {
    path: "policies.yaml",
    text: `kind: Policy
id: core-tags
team: security
type: tagging
mode: enforce
severity: medium
trigger: {events: true, sweep: 6h, settle: 90s}
scope:
  type: [s3.bucket, logs.log-group, dynamodb.table]
tagging:
  tags:
    Environment: {refersTo: environment, inherit: [account]}
enforcement:
  actions: [tag.set]
  grace: none
  caps: {run: 2, day: 3, scope: 90%}
  undo: 30d
---
kind: Policy
id: log-retention
team: security
type: retention
mode: enforce
severity: high
trigger: {events: true, sweep: 24h}
scope:
  type: [logs.log-group]
retention:
  rules:
    - {control: logs.retention, min: 30d, max: 400d, unset: 400d}
enforcement:
  raise: {grace: none}
  lower:
    grace: 7d
    remind: [2d]
    approve: [team:security]
  caps: {run: 2, day: 3, scope: 90%}
  verify: 120s
  undo: 90d
---
kind: Exemption
id: audit-trail
team: security
policy: [log-retention]
match: [{arn: "arn:aws:logs:eu-west-1:111122223333:log-group:/audit/trail"}]
until: 2027-06-30
reason: The regulator asked for seven years of this trail
`,
  },
  {
    path: "cost.yaml",
    text: `kind: AllocationRule
id: support
team: security
pool: support
split: {by: spend}
from: 2025-10
---
kind: Report
id: monthly
team: security
report: cost-monthly
schedule: "0 8 3 * *"
formats: [html, csv]
send: [{mail: finance@example.com}]
signOff: group:finance
`,
  },
];

/** Asks one more person for restricted data: what a stricter policy in the middle of everything looks like. */
export const STRICTER: SourceFile = {
  path: "teams/orders/access.yaml",
  text: `kind: AccessPolicy
id: orders-own-rules
tightens: company
team: orders
scope: {dataset: [sales.orders]}
rules:
  - id: the-lead-knows
    when: {environment: prod}
    approve: [team:orders.lead]
`,
};

/** Asks one more person about changes of documents: what is held by then is asked about anew. */
export const HELD_STRICTER: SourceFile = {
  path: "teams/security/changes.yaml",
  text: `kind: AccessPolicy
id: security-knows
tightens: changes
team: security
scope: {request: [policy-change, retention-change]}
rules:
  - id: the-head-knows
    when: {request: [policy-change, retention-change]}
    approve: [team:security.lead]
`,
};
