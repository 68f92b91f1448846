import type { SourceFile } from "#shared/contracts/documents/source.ts";

/** The smallest governance repository that loads: what `tollgate init` writes, to be filled in. */
export const starterFiles = (): readonly SourceFile[] => [
  { path: "tollgate.yaml", text: COMPANY },
  { path: "company/directory.yaml", text: DIRECTORY },
  { path: "company/accounts.yaml", text: ACCOUNTS },
  { path: "company/routes.yaml", text: ROUTES },
  { path: "access/company.yaml", text: ACCESS },
  { path: "templates/data.yaml", text: TEMPLATES },
  { path: "teams/platform/team.yaml", text: PLATFORM },
  { path: "teams/security/team.yaml", text: SECURITY },
];

const COMPANY = `# The root of a governance repository: vocabulary, and every default in one place.
kind: Company
id: my-company
format: 1
zone: Europe/London
currency: USD
environments: [dev, test, prod]                                  # least to most protected
classifications: [public, internal, confidential, restricted]    # least to most protected
labels: {PII: confidential, PHI: restricted, PCI: restricted}    # the lowest classification that data with the label may have
workloadTag: Workload
ticket: "[A-Z]{2,8}-[0-9]+"
segregation: basic
defaults:
  tier:
    0: {freshness: 1h, acknowledge: 15m, resolve: 4h, review: 90d, requires: [runbook]}
    1: {freshness: 6h, acknowledge: 4h, resolve: 2d, review: 180d, requires: [runbook]}
    2: {freshness: 24h, acknowledge: 2d, resolve: 14d, review: 365d}
  classification:
    public: {retention: {max: 1827d}}
    internal: {retention: {max: 1096d}}
    confidential: {retention: {min: 30d, max: 731d}}
    restricted: {retention: {min: 30d, max: 400d}}
`;

const DIRECTORY = `# People stay in the identity provider; here are only our names for its groups.
kind: Directory
id: idp
issuer: https://login.example.com/oauth2/default
manager: managerId
groups:
  everybody: 00g1everybody0001
  platform-engineers: 00g1platform00002
  platform-leads: 00g1platform00003
  security-engineers: 00g1security00004
  security-leads: 00g1security00005
  auditors: 00g1auditors000006
roles:
  requester: [everybody]
  operator: [platform-engineers]
  auditor: [auditors]
  security: [security-engineers]
`;

const ACCOUNTS = `kind: Account
id: data-prod
account: "111122223333"
environment: prod
ou: /Data/Prod
team: platform
regions: [eu-west-1]
# enforce: 2027-01-01           # from this day a policy in mode enforce may write here; without the line: never
`;

const ROUTES = `kind: Route
id: everything                  # one route without "when" must exist, so that no finding is homeless
team: platform
digest: "0 9 * * 1"
send: [{mail: target.team}]
`;

const ACCESS = `# Read from the top: the first rule that fits decides; none fits: refused.
kind: AccessPolicy
id: company
title: Who decides on access to data
team: security
scope: {request: access}
ask: [group:everybody]
justification: {min: 15}
pending: 24h
maxTotal: 90d
maxConcurrent: 10
rules:
  - id: protected
    when: [{classification: [confidential, restricted]}, {labels: [PII, PHI, PCI]}]
    approve: [target.owners, team:security]
    max: 8h
  - id: in-prod
    when: {environment: prod}
    approve: [{of: [target.owners, requester.lead]}]
    max: 7d
  - id: read-by-rule
    when: {access: read, classification: [public, internal], environment: [dev, test], duration: {max: 8h}}
    approve: none
    notify: [target.owners]
  - id: everything-else
    when: {environment: [dev, test]}
    approve: [{of: [target.owners, requester.lead]}]
    max: 7d
`;

const TEMPLATES = `kind: Template
id: s3-prefix-read
title: Read files under a prefix
team: platform
for: s3
access: read
danger: low
max: 12h
effect: can list and read files under s3://{bucket}/{prefix}{below}; cannot write or delete
parameters:
  below: {type: path, default: "", about: "a folder inside the dataset, to ask for less than all of it"}
allow:
  - actions: [s3:GetObject, s3:GetObjectVersion]
    resources: ["arn:aws:s3:::{bucket}/{prefix}{below}*"]
  - actions: [s3:ListBucket]
    resources: ["arn:aws:s3:::{bucket}"]
    conditions: {StringLike: {"s3:prefix": "{prefix}{below}*"}}
  - actions: [kms:Decrypt]
    resources: ["{kmsKey}"]
    # What S3 decrypts it names: the bucket where it has a bucket key, else the object (Amazon S3 User Guide, "Using
    # server-side encryption with AWS KMS keys" and "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys").
    conditions:
      StringEquals: {"kms:ViaService": "s3.{region}.amazonaws.com"}
      StringLike:
        "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/{prefix}{below}*"]
`;

const PLATFORM = `kind: Team
id: platform
title: Data platform
members: [platform-engineers]
lead: platform-leads
dataOwners: [platform-leads]
costCenter: CC-1000
mail: platform@example.com
`;

const SECURITY = `kind: Team
id: security
title: Security
members: [security-engineers]
lead: security-leads
dataOwners: [security-leads]
costCenter: CC-1900
mail: security@example.com
`;
