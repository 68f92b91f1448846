/** What a platform engineer adds to the starter repository to look at an account of theirs, and at one that is not. */
export const laptopDocuments = (account: string, bucket: string): { readonly [path: string]: string } => ({
  "company/accounts.yaml": `kind: Account
id: own
account: "${account}"
environment: dev
ou: /Data/Dev
team: platform
regions: [eu-west-1]
enforce: 2026-01-01
---
kind: Account
id: foreign
account: "222233334444"
environment: prod
ou: /Data/Prod
team: platform
regions: [eu-west-1]
`,
  "teams/platform/notes.yaml": `kind: Dataset
id: platform.notes
title: Notes
classification: internal
tier: 2
at: {own: s3://${bucket}/notes/}
`,
  "policies/laptop.yaml": `kind: Policy
id: bucket-environment
title: Buckets say which environment they are of
team: platform
type: tagging
mode: enforce
severity: medium
trigger: {events: true, sweep: 6h, settle: 5s}
scope: {type: s3.bucket, account: own}
tagging:
  tags:
    Environment: {refersTo: environment, inherit: [account]}
enforcement: {actions: [tag.set], grace: none, caps: {run: 50, day: 200, scope: 100%}, undo: 30d}
---
kind: Policy
id: log-days
title: Logs are kept for 90 to 400 days
team: security
type: retention
mode: enforce
severity: high
trigger: {events: true, sweep: 6h, settle: 5s}
scope: {type: logs.log-group, account: own}
retention:
  rules: [{control: logs.retention, min: 90d, max: 400d}]
enforcement:
  raise: {grace: none}
  lower: {grace: 7d, approve: [team:security]}
  caps: {run: 20, day: 50, scope: 100%}
  undo: 90d
---
kind: Policy
id: elsewhere
title: Buckets of the other account have an environment
team: platform
type: tagging
mode: observe
severity: low
trigger: {events: true, sweep: 6h, settle: 5s}
scope: {type: s3.bucket, account: foreign}
tagging:
  tags:
    Environment: {refersTo: environment, inherit: [account]}
`,
});

const person = (id: string, ...groups: readonly string[]) => ({
  id,
  name: id,
  active: true,
  mail: `${id}@example.com`,
  groups: ["everybody", ...groups],
});

export const LAPTOP_PEOPLE = {
  people: [person("pia.lund", "platform-engineers", "platform-leads"), person("sven.roy", "security-engineers")],
};
