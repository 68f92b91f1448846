import { describe, expect, test } from "vitest";

import { saidOf } from "#test/support/documents.ts";

// What one document alone is refused for, kind by kind. Each text is right but for one thing.

const DATASET = `kind: Dataset
id: sales.orders
classification: internal
tier: 1
at: {data-prod: s3://saltmarsh/orders/}
`;

const TAGGING = `kind: Policy
id: core-tags
type: tagging
mode: enforce
severity: medium
trigger: {events: true, sweep: 6h}
scope: {type: s3.bucket}
tagging:
  tags: {Workload: {refersTo: workload}}
enforcement:
  actions: [tag.set]
  grace: none
  caps: {run: 200, day: 1000, scope: 20%}
  undo: 30d
`;

const RETENTION = `kind: Policy
id: keep
type: retention
mode: enforce
severity: high
trigger: {sweep: 24h}
scope: {type: logs.log-group}
retention:
  rules:
    - {control: logs.retention, min: 365d, max: 731d, unset: 400d}
enforcement:
  raise: {grace: none}
  lower: {grace: 7d, approve: [target.owners]}
  caps: {run: 20, day: 50, scope: 5%}
  undo: 90d
`;

const TEMPLATE = `kind: Template
id: s3-read
for: s3
access: read
danger: low
max: 12h
effect: can read {bucket}/{prefix}{below}
parameters: {below: {type: path, default: ""}}
allow:
  - actions: [s3:GetObject]
    resources: ["arn:aws:s3:::{bucket}/{prefix}{below}*"]
    conditions: {StringEquals: {"kms:ViaService": "s3.{region}.amazonaws.com"}}
`;

const ACCESS = `kind: AccessPolicy
id: company
scope: {request: access}
ask: [group:all-data]
rules:
  - id: all
    when: {access: read}
    approve: [target.owners]
`;

const EXEMPTION = `kind: Exemption
id: audit
policy: [keep]
match: [{arn: "arn:aws:s3:::audit"}]
until: 2027-11-23
reason: The regulator asked
`;

const RULE = `kind: AllocationRule
id: crawlers
match: [{type: glue.crawler}]
split: {fixed: {"team:orders": 62.5%, "team:finance": 37.5%}}
from: 2026-10
`;

const ROUTE = `kind: Route
id: orders
when: {team: orders}
digest: "0 9 * * 1"
send: [{slack: "#orders-data"}]
`;

const COMPANY = `kind: Company
id: saltmarsh
format: 1
zone: Europe/London
currency: USD
environments: [dev, prod]
classifications: [public, internal]
labels: {PII: internal}
workloadTag: Workload
segregation: basic
`;

test.each([
  { DATASET },
  { TAGGING },
  { RETENTION },
  { TEMPLATE },
  { ACCESS },
  { EXEMPTION },
  { RULE },
  { ROUTE },
  { COMPANY },
])("the text that the rows below change is right", (named) => {
  expect(Object.values(named).flatMap(saidOf)).toEqual([]);
});

type Row = {
  readonly because: string;
  readonly of: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly said: string;
};

const refused = (row: Row): readonly string[] => {
  const text = row.of.replace(row.from, () => row.to);
  expect(text).not.toBe(row.of);
  return saidOf(text);
};

describe("a document is refused", () => {
  test.each<Row>([
    {
      because: "for a word of another tool",
      of: DATASET,
      from: "classification",
      to: "data_classification",
      said: '3:1 unknown-key Cannot read "data_classification" in a Dataset: did you mean "classification"',
    },
    {
      because: "for a key that is near to nothing",
      of: DATASET,
      from: "tier: 1",
      to: "tier: 1\nqueue: x",
      said: '5:1 unknown-key Cannot read "queue" in a Dataset: there is no such key; notes of other tools belong under annotations',
    },
    {
      because: "for a missing key",
      of: DATASET,
      from: "tier: 1\n",
      to: "",
      said: '1:1 missing-key Cannot read a Dataset without "tier": write it, such as tier: 1',
    },
    {
      because: "for a misspelt kind, which is read all the same",
      of: DATASET,
      from: "kind: Dataset",
      to: "kind: Datset",
      said: '1:7 unknown-kind Cannot read "Datset": did you mean "Dataset"',
    },
    {
      because: "for no kind",
      of: DATASET,
      from: "kind: Dataset\n",
      to: "",
      said: '1:1 missing-key Cannot read a document without "kind": write it first, such as kind: Dataset',
    },
    {
      because: "for a list where one word belongs",
      of: DATASET,
      from: "tier: 1",
      to: "tier: [1]",
      said: '4:7 word Cannot read a list here: it is "0", "1" or "2"',
    },
    {
      because: "for what a draft could not know",
      of: DATASET,
      from: "internal",
      to: "TODO",
      said: '3:17 todo Cannot load "TODO": a draft marks what it does not know; write it',
    },
    {
      because: "for a place that nobody reads",
      of: DATASET,
      from: "s3://saltmarsh/orders/",
      to: "gs://saltmarsh/orders/",
      said: '5:17 place Cannot read "gs://saltmarsh/orders/": a place is written "s3://bucket/folder/", "glue:database.table", "kinesis:stream" or "dynamodb:table"',
    },
    {
      because: "for a copy without its place",
      of: DATASET,
      from: "s3://saltmarsh/orders/",
      to: "{classification: public}",
      said: '5:17 missing-key Cannot read a place without "place": write it, such as place: s3://saltmarsh-sales-dev/orders/',
    },
    {
      because: "for a tag key that AWS keeps to itself",
      of: TAGGING,
      from: "Workload:",
      to: "aws:Workload:",
      said: '9:10 aws-key Cannot read "aws:Workload": keys that begin with "aws:" belong to AWS and cannot be written',
    },
    {
      because: "for an alias that AWS keeps to itself",
      of: TAGGING,
      from: "refersTo: workload",
      to: "aliases: [AWS:workload]",
      said: '9:31 aws-key Cannot read "AWS:workload": keys that begin with "aws:" belong to AWS and cannot be written',
    },
    {
      because: "for enforcing without caps",
      of: TAGGING,
      from: "  caps: {run: 200, day: 1000, scope: 20%}\n",
      to: "",
      said: '11:3 unsafe-enforce Cannot enforce "core-tags": enforcement has no caps; write it, such as caps: {run: 200, day: 1000, scope: 20%}',
    },
    {
      because: "for enforcing without undo",
      of: TAGGING,
      from: "  undo: 30d\n",
      to: "",
      said: 'Cannot enforce "core-tags": enforcement has no undo; write it, such as undo: 30d',
    },
    {
      because: "for enforcing without a word on grace",
      of: TAGGING,
      from: "  grace: none\n",
      to: "",
      said: 'Cannot enforce "core-tags": enforcement has no grace; write it, such as grace: 24h',
    },
    {
      because: "for enforcing with nothing said at all",
      of: TAGGING,
      from: /enforcement:[\s\S]*/,
      to: "",
      said: '4:7 unsafe-enforce Cannot enforce "core-tags": it has no enforcement with caps and undo',
    },
    {
      because: "for a grace of no length",
      of: TAGGING,
      from: "grace: none",
      to: "grace: 0d",
      said: 'that there is none is written "none"',
    },
    {
      because: "for never being judged",
      of: TAGGING,
      from: "{events: true, sweep: 6h}",
      to: "{events: false}",
      said: "6:10 trigger Cannot judge without a trigger: write events: true, or sweep: 6h",
    },
    {
      because: "for a scope that is everything",
      of: TAGGING,
      from: "{type: s3.bucket}",
      to: "{}",
      said: "7:8 selector Cannot read a selector without keys: it would fit everything",
    },
    {
      because: "for a scope that is only an exception",
      of: TAGGING,
      from: "{type: s3.bucket}",
      to: "{except: {ou: /Data}}",
      said: "Cannot read a selector without keys: it would fit everything",
    },
    {
      because: "for asking of a resource what only a request has",
      of: TAGGING,
      from: "{type: s3.bucket}",
      to: "{request: access}",
      said: '7:9 unknown-key Cannot read "request" in a scope: its keys are arn, type, name',
    },
    {
      because: "for a type that is none",
      of: TAGGING,
      from: "type: tagging",
      to: "type: labels",
      said: '3:7 word Cannot read "labels": it is "tagging" or "retention"',
    },
    {
      because: "for lowering retention within a week",
      of: RETENTION,
      from: "grace: 7d",
      to: "grace: 6d",
      said: '13:18 unsafe-lowering Cannot enforce "keep": lowering retention destroys data; it needs a grace of at least 7d, such as lower: {grace: 14d, approve: [target.owners]}',
    },
    {
      because: "for lowering retention with no grace",
      of: RETENTION,
      from: "grace: 7d",
      to: "grace: none",
      said: "lowering retention destroys data; it needs a grace of at least 7d",
    },
    {
      because: "for lowering retention unasked",
      of: RETENTION,
      from: ", approve: [target.owners]",
      to: "",
      said: "lowering retention destroys data; it needs approval, such as approve: [target.owners, team:security]",
    },
    {
      because: "for saying nothing of how retention is raised",
      of: RETENTION,
      from: "  raise: {grace: none}\n",
      to: "",
      said: 'Cannot enforce "keep": enforcement has no raise; write it, such as raise: {grace: none}',
    },
    {
      because: "for a log retention that AWS does not offer",
      of: RETENTION,
      from: "unset: 400d",
      to: "unset: 500d",
      said: '10:62 log-retention Cannot keep logs for "500d": AWS does not offer it; the nearest are "400d" or "545d"',
    },
    {
      because: "for log retention of 123 days",
      of: RETENTION,
      from: "min: 365d",
      to: "min: 123d",
      said: 'Cannot keep logs for "123d": AWS does not offer it; the nearest are "120d" or "150d"',
    },
    {
      because: "for what to set where nothing is set, outside of both ends",
      of: RETENTION,
      from: "unset: 400d",
      to: "unset: 30d",
      said: "Cannot keep logs.retention so: unset is not between min and max",
    },
    {
      because: "for a retention rule that says nothing",
      of: RETENTION,
      from: ", min: 365d, max: 731d, unset: 400d",
      to: "",
      said: "10:7 retention Cannot keep logs.retention so: write min, max or unset",
    },
    {
      because: "for a prefix of what has none",
      of: RETENTION,
      from: "logs.retention, ",
      to: "logs.retention, prefix: raw/, ",
      said: '10:7 retention Cannot keep logs.retention of "raw/" so: only a lifecycle of S3 goes by prefix, such as s3.lifecycle.expiration',
    },
    {
      because: "for a prefix that begins with a slash",
      of: RETENTION,
      from: "logs.retention, ",
      to: "s3.lifecycle.expiration, prefix: /raw/, ",
      said: 'Cannot read "/raw/": a prefix is written as it begins the keys, such as "raw/"',
    },
    {
      because: "for an action that is all of them",
      of: TEMPLATE,
      from: "[s3:GetObject]",
      to: '["*"]',
      said: '10:15 wide-action Cannot read "*": name each action; a pattern would grow by itself',
    },
    {
      because: "for an action that is many",
      of: TEMPLATE,
      from: "[s3:GetObject]",
      to: '["s3:Get*"]',
      said: 'Cannot read "s3:Get*": name each action; a pattern would grow by itself',
    },
    {
      because: "for NotAction",
      of: TEMPLATE,
      from: "  - actions: [s3:GetObject]",
      to: "  - actions: [s3:GetObject]\n    NotAction: [s3:PutObject]",
      said: '11:5 forbidden-key Cannot read "NotAction" in a statement: only what is allowed can be written, by naming it; leave it out',
    },
    {
      because: "for a denial",
      of: TEMPLATE,
      from: "  - actions: [s3:GetObject]",
      to: "  - actions: [s3:GetObject]\n    effect: Deny",
      said: '11:5 forbidden-key Cannot read "effect" in a statement: only what is allowed can be written, by naming it; leave it out',
    },
    {
      because: "for every resource",
      of: TEMPLATE,
      from: '["arn:aws:s3:::{bucket}/{prefix}{below}*"]',
      to: '["*"]',
      said: '11:17 wide-resource Cannot open "*": name the resource with placeholders',
    },
    {
      because: "for dates of its own",
      of: TEMPLATE,
      from: '"kms:ViaService"',
      to: '"aws:CurrentTime"',
      said: '12:33 condition Cannot read "aws:CurrentTime": dates are added to every statement by themselves',
    },
    {
      because: "for a placeholder in another tool's form",
      of: TEMPLATE,
      from: "{prefix}{below}*",
      to: "$".concat("{prefix}*"),
      said: '{prefix}": a placeholder is written "{prefix}"',
    },
    {
      because: "for a placeholder in double braces",
      of: TEMPLATE,
      from: "{bucket}/{prefix}{below}\n",
      to: "{{bucket}}\n",
      said: '7:9 placeholder Cannot read "{{bucket}}": a placeholder is written "{bucket}"',
    },
    {
      because: "for a placeholder that nothing fills in",
      of: TEMPLATE,
      from: "{bucket}/{prefix}{below}*",
      to: "{buckte}/*",
      said: '11:17 placeholder Cannot fill in "{buckte}": did you mean "{bucket}"',
    },
    {
      because: "for a brace that stays open",
      of: TEMPLATE,
      from: "can read {bucket}/{prefix}{below}",
      to: "can read {bucket",
      said: 'a brace is open; a brace of its own is written "{{"',
    },
    {
      because: "for two rules of one name",
      of: ACCESS,
      from: /$/,
      to: "  - id: all\n    approve: [target.owners]\n",
      said: '9:9 same-id Cannot load rule "all": another rule of this policy has that id',
    },
    {
      because: "for a person who decides",
      of: ACCESS,
      from: "target.owners",
      to: "ann@example.com",
      said: '8:15 who Cannot read "ann@example.com": people are never listed; write a team or a group',
    },
    {
      because: "for an exemption without end",
      of: EXEMPTION,
      from: "until: 2027-11-23\n",
      to: "",
      said: '1:1 missing-key Cannot read an Exemption without "until": write it, such as until: 2027-09-30',
    },
    {
      because: "for an exemption without reason",
      of: EXEMPTION,
      from: "reason: The regulator asked",
      to: 'reason: " "',
      said: '6:9 text Cannot read " ": it is a text of at most 1000 characters, not empty',
    },
    {
      because: "for an exemption a day longer than a year",
      of: EXEMPTION,
      from: "2027-11-23",
      to: "2027-11-24",
      said: '5:8 too-long Cannot exempt until "2027-11-24": at most 365 days ahead, so until "2027-11-23"',
    },
    {
      because: "for a split by nothing",
      of: RULE,
      from: /split: .*/,
      to: "split: {}",
      said: "4:8 split Cannot split by nothing: a split is even, {by: spend}",
    },
    {
      because: "for a split by an unnamed meter",
      of: RULE,
      from: /split: .*/,
      to: "split: {by: meter}",
      said: "Cannot split by meter: write which, such as meter: redshift.querySeconds",
    },
    {
      because: "for findings that would never be sent",
      of: ROUTE,
      from: 'digest: "0 9 * * 1"',
      to: "immediately: high",
      said: '2:5 never-sent Cannot load route "orders": what is below "high" would never be sent; write a digest',
    },
    {
      because: "for two ways in one destination",
      of: ROUTE,
      from: '{slack: "#orders-data"}',
      to: '{slack: "#orders-data", mail: target.oncall}',
      said: "5:8 destination Cannot send in 2 ways at once: write one of mail, slack, teams, pager, webhook, securityHub",
    },
    {
      because: "for a destination that is none",
      of: ROUTE,
      from: '{slack: "#orders-data"}',
      to: "{}",
      said: "5:8 destination Cannot send nowhere: write one of mail, slack",
    },
    {
      because: "for a channel without its sign",
      of: ROUTE,
      from: '"#orders-data"',
      to: "orders-data",
      said: 'Cannot read "orders-data": a Slack channel is written such as "#orders-data"',
    },
    {
      because: "for a newer format",
      of: COMPANY,
      from: "format: 1",
      to: "format: 2",
      said: '3:9 format Cannot read "2": this version reads format 1',
    },
    {
      because: "for a word that is ranked twice",
      of: COMPANY,
      from: "[public, internal]",
      to: "[public, internal, public]",
      said: '7:37 twice Cannot rank "public": it is in classifications twice',
    },
    {
      because: "for a ticket pattern that can take for ever",
      of: COMPANY,
      from: "segregation: basic",
      to: 'segregation: basic\nticket: "([A-Z]+)+"',
      said: "a repeated group may not repeat or choose inside it; that can take for ever",
    },
    {
      because: "for a tier that is none",
      of: COMPANY,
      from: "segregation: basic",
      to: "segregation: basic\ndefaults: {tier: {3: {freshness: 1h}}}",
      said: '11:19 word Cannot read "3": it is "0", "1" or "2"',
    },
  ])("$because", (row) => {
    expect(refused(row)).toEqual([expect.stringContaining(row.said)]);
  });

  test.each([
    {
      because: "a policy that only observes needs no caps",
      text: TAGGING.replace("enforce\n", "observe\n").replace(/enforcement:[\s\S]*/, ""),
    },
    {
      because: "a rule that only raises needs no grace",
      text: RETENTION.replace(", max: 731d", "").replace(/ {2}lower:.*\n/, ""),
    },
    {
      because: "kinesis keeps for hours that logs do not",
      text: RETENTION.replace("logs.retention, min: 365d, max: 731d, unset: 400d", "kinesis.retention, min: 25h"),
    },
    { because: "low and above is everything at once", text: ROUTE.replace('digest: "0 9 * * 1"', "immediately: low") },
    { because: "a brace of its own", text: TEMPLATE.replace("can read ", "can read {{") },
    { because: "a note of another tool", text: `${DATASET}annotations: {datacontract.com/id: "urn:x", empty: ""}\n` },
    { because: "an editor's line", text: `$schema: ./tollgate.schema.json\n${DATASET}` },
    { because: "an exemption that has ended may stay", text: EXEMPTION.replace("2027-11-23", "2020-01-01") },
    { because: "even, in one word", text: RULE.replace(/split: .*/, "split: even") },
  ])("but not: $because", ({ text }) => {
    expect(saidOf(text)).toEqual([]);
  });
});
