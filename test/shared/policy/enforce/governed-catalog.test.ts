import { describe, expect, test } from "vitest";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { RetentionPolicy, TaggingPolicy } from "#shared/catalog/documents/policy.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { accountNumber, arn, groupName, personId } from "#shared/kernel/ids.ts";
import { days, hours, millis } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { forceOf } from "#shared/policy/enforce/governed.ts";
import { governedBy } from "#shared/policy/enforce/governed-catalog.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";
import { at } from "#test/support/findings.ts";
import { bucketOf, logGroupOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

const tags: TaggingPolicy = {
  kind: "Policy",
  id: "core-tags",
  team: "platform",
  type: "tagging",
  mode: "enforce",
  severity: "medium",
  trigger: { events: true, sweep: hours(6), settle: millis(90_000) },
  scope: [{ type: ["s3.bucket", "logs.log-group"] }],
  tagging: { tags: { CostCenter: { required: true, refersTo: "team.costCenter", inherit: ["parent", "account"] } } },
  enforcement: { actions: ["tag.set"], grace: "none" },
};

const logs: RetentionPolicy = {
  kind: "Policy",
  id: "logs",
  team: "security",
  type: "retention",
  mode: "enforce",
  severity: "high",
  trigger: { events: true },
  scope: [{ type: ["logs.*"], account: ["data-prod"] }],
  retention: { rules: [{ control: "logs.retention", min: days(90), max: days(400) }] },
  enforcement: {
    raise: { grace: "none" },
    lower: {
      grace: days(1),
      approve: [
        { need: 1, of: [{ kind: "target", part: "owners" }] },
        { need: 1, of: [{ kind: "team", team: "security", part: "members" }] },
      ],
    },
  },
};

const person = (id: string, ...groups: readonly string[]) => ({
  id: personId(id),
  name: id,
  groups: groups.map(groupName),
  active: true,
});

const PEOPLE = peopleFrom([
  person("olga", "orders-engineers"),
  person("lena", "orders-data-owners"),
  person("noor", "security-engineers"),
  person("vera", "orders-engineers", "finance-analysts"),
]);

const governedWith = (documents: readonly GovernanceDocument[] = [], cloud = scriptedCloud()) =>
  governedBy({
    catalog: catalogOf([...saltmarsh, tags, logs, ...documents]),
    people: PEOPLE,
    cloud,
    clock: { now: () => at("2026-11-23T08:00:00Z") },
    authorOf: (policy) => (policy === "logs" ? "sanna" : undefined),
  });

/** Production from the first of July on, in British summer; development never. */
function enrolled(document: GovernanceDocument): GovernanceDocument {
  if (document.kind !== "Account") return document;
  const { enforce: _day, ...never } = document;
  return document.id === "data-dev" ? never : { ...never, enforce: "2026-07-01" as CalendarDate };
}

describe("what a document says of writing", () => {
  test("a grace of none is zero, a lowering waits 7 days at least, and who wrote it comes along", () => {
    expect(forceOf(governedWith(), "core-tags")).toMatchObject({ mode: "enforce", grace: { none: 0 }, undo: days(30) });
    expect(forceOf(governedWith(), "core-tags")).not.toHaveProperty("author");
    expect(forceOf(governedWith(), "logs")).toMatchObject({
      author: "sanna",
      team: "security",
      grace: { raise: 0, none: 0, lower: days(7) },
    });
  });

  test("an account is enrolled from the beginning of its day in the company's zone, one without a day never", () => {
    const governed = governedBy({
      catalog: catalogOf(saltmarsh.map(enrolled)),
      people: PEOPLE,
      cloud: scriptedCloud(),
      clock: { now: () => at("2026-11-23T08:00:00Z") },
      authorOf: () => undefined,
    });
    expect(governed.enforceFrom(accountNumber("111122223333"))).toBe(at("2026-06-30T23:00:00Z"));
    expect(governed.enforceFrom(accountNumber("777788889999"))).toBeUndefined();
    expect(governed.enforceFrom(accountNumber("999999999999"))).toBeUndefined();
  });
});

describe("whose a finding is", () => {
  test.each<{ because: string; resource: ResourceState; owner: string; says: RegExp }>([
    {
      because: "a dataset lies there",
      resource: bucketOf("saltmarsh-sales-prod"),
      owner: "team:orders",
      says: /dataset|catalogue/,
    },
    {
      because: "the workload tag says it",
      resource: bucketOf("x", { tags: { Workload: "finance-close" } }),
      owner: "team:finance",
      says: /workload finance-close/,
    },
    {
      because: "an Owner tag names a team",
      resource: bucketOf("x", { tags: { Owner: " Finance " } }),
      owner: "team:finance",
      says: /tag Owner/,
    },
    {
      because: "whoever made it is of one team",
      resource: bucketOf("x", { creator: "arn:aws:sts::111122223333:assumed-role/Engineer/olga" }),
      owner: "team:orders",
      says: /whoever made it/,
    },
    {
      because: "whoever made it is of two teams, so the account's it is",
      resource: bucketOf("x", { creator: "arn:aws:sts::111122223333:assumed-role/Engineer/vera" }),
      owner: "team:platform",
      says: /account data-prod/,
    },
    {
      because: "a tag that is no team says nothing",
      resource: bucketOf("x", { tags: { Owner: "nobody" } }),
      owner: "team:platform",
      says: /account data-prod/,
    },
    {
      because: "the account is in no catalogue",
      resource: bucketOf("x", { account: accountNumber("999999999999") }),
      owner: "unknown",
      says: /in no catalogue/,
    },
  ])("$owner: $because", ({ resource, owner, says }) => {
    const found = governedWith().ownerOf(resource);
    expect(found.owner).toBe(owner);
    expect(found.ownerBecause).toMatch(says);
  });

  test("findings about Tollgate itself are of the team that gets what no other route takes", () => {
    expect(governedWith().tollgateOwner()).toBe("team:platform");
  });
});

describe("who must agree", () => {
  const log = logGroupOf("/x", 500, { tags: { Workload: "orders-etl" } });

  test("a lowering asks the stages of its document, each with the people of now", () => {
    const stages = governedWith().approvers({ policy: "logs", direction: "lower", resource: log });
    expect(stages.map(({ text, need, people }) => [text, need, [...people]])).toEqual([
      ["an owner of orders-etl", 1, expect.any(Array)],
      ["someone in security", 1, ["noor"]],
    ]);
  });

  test("a raise asks nobody; a lowering of a policy that names nobody can be agreed to by nobody", () => {
    expect(governedWith().approvers({ policy: "logs", direction: "raise", resource: log })).toEqual([]);
    const [stage] = governedWith().approvers({ policy: "gone", direction: "lower", resource: log });
    expect(stage?.people.size).toBe(0);
  });
});

describe("a bucket of two datasets", () => {
  const prefix = "refunds/";
  const place = {
    kind: "s3",
    text: "s3://saltmarsh-sales-prod/refunds/",
    bucket: "saltmarsh-sales-prod",
    prefix,
  } as const;
  const refunds: GovernanceDocument = {
    kind: "Dataset",
    id: "finance.refunds",
    team: "finance",
    owners: [groupName("finance-analysts")],
    classification: "internal",
    tier: 2,
    at: { "data-prod": { places: [place] } },
  };
  const bucket = bucketOf("saltmarsh-sales-prod", { tags: { LegalHold: "true" } });

  test.each([
    { because: "the dataset at the prefix", at: "orders/", owners: ["lena"] },
    { because: "the other one at its own", at: prefix, owners: ["vera"] },
    { because: "a rule about a part of it", at: "refunds/2026/", owners: ["vera"] },
  ])("asks the owners of $because before what lies there ends sooner", ({ at: where, owners }) => {
    const [stage] = governedWith([refunds]).approvers({
      policy: "logs",
      direction: "lower",
      resource: bucket,
      prefix: where,
    });
    expect([...(stage?.people ?? [])]).toEqual(owners);
  });

  test("is on hold by a tag that any policy names, whatever that policy is about", () => {
    expect(governedWith().isOnHold(bucket)).toBe(false);
    const legalHold = { tag: { LegalHold: ["true"] } };
    const holding: RetentionPolicy = { ...logs, id: "holding", retention: { rules: logs.retention.rules, legalHold } };
    expect(governedWith([holding]).isOnHold(bucket)).toBe(true);
    expect(governedWith([holding]).isOnHold({ ...bucket, tags: {} })).toBe(false);
  });
});

describe("what is swept", () => {
  test("each account and region, the types that some policy may concern, as often as the hastiest asks", () => {
    const shards = governedWith().shards();
    const ofProd = shards.filter(({ account, region }) => account === "111122223333" && region === "eu-west-1");
    expect(ofProd.map(({ type, every }) => [type, every]).toSorted()).toEqual([
      ["logs.log-group", hours(6)],
      ["s3.bucket", hours(6)],
    ]);
    expect(new Set(shards.map(({ region }) => region))).toEqual(new Set(["eu-west-1", "eu-central-1"]));
    expect(
      governedWith()
        .shards("logs")
        .map(({ account, every }) => [account, every]),
    ).toEqual([
      ["111122223333", days(1)],
      ["111122223333", days(1)],
    ]);
  });
});

describe("who made a resource", () => {
  const fromCreator: TaggingPolicy = {
    ...tags,
    tagging: { tags: { CostCenter: { required: true, refersTo: "team.costCenter", inherit: ["creator", "account"] } } },
  };
  const governed = governedBy({
    catalog: catalogOf([...saltmarsh, fromCreator]),
    people: PEOPLE,
    cloud: scriptedCloud(),
    clock: { now: () => at("2026-11-23T08:00:00Z") },
    authorOf: () => undefined,
  });

  test.each<{ because: string; made: Partial<ResourceState>; changes: readonly string[]; why: RegExp }>([
    {
      because: "is known, and of one team: its team's is taken",
      made: { creator: "arn:aws:sts::111122223333:assumed-role/Engineer/olga" },
      changes: ["CC-orders"],
      why: /its creator says/,
    },
    {
      because: "is known, and nobody of the directory: the account is asked next",
      made: { creator: "arn:aws:iam::111122223333:user/robot" },
      changes: ["CC-platform"],
      why: /its account says/,
    },
    {
      because: "is not known: the account would be a guess",
      made: { creatorUnread: "Throttling" },
      changes: [],
      why: /the creator could not be read/,
    },
  ])("$because", async ({ made, changes, why }) => {
    const resource = bucketOf("x", made);
    const { verdicts } = await governed.judge(resource);
    const verdict = verdicts.find(({ rule }) => rule === "tagging.tags.CostCenter");
    if (verdict?.is !== "violating") throw new Error(`it is ${verdict?.is}`);
    expect(verdict.plannedChanges.map((change) => (change.set === "tag" ? change.value : ""))).toEqual(changes);
    expect(verdict.why).toMatch(why);
  });

  test("is not known: the finding is its account's, and nobody's fault", () => {
    const { owner, ownerBecause } = governed.ownerOf(bucketOf("x", { creatorUnread: "Throttling" }));
    expect([owner, ownerBecause]).toEqual(["team:platform", "account data-prod"]);
  });
});

describe("what is read around a resource", () => {
  const parent = bucketOf("parent", { tags: { CostCenter: "CC-orders" } });
  const child = logGroupOf("/x", 90, { parent: arn("arn:aws:s3:::parent") });
  const costCenter = async (cloud: ReturnType<typeof scriptedCloud>) => {
    const { verdicts } = await governedWith([], cloud).judge(child);
    return verdicts.find(({ rule }) => rule === "tagging.tags.CostCenter");
  };

  test("the parent's tags are inherited, as they are now", async () => {
    expect(await costCenter(scriptedCloud(parent))).toMatchObject({
      is: "violating",
      plannedChanges: [{ set: "tag", key: "CostCenter", value: "CC-orders" }],
    });
  });

  test("a parent that is gone has nothing to give: the account is asked", async () => {
    expect(await costCenter(scriptedCloud())).toMatchObject({
      plannedChanges: [{ set: "tag", key: "CostCenter", value: "CC-platform" }],
    });
  });

  test("a parent that cannot be read is no parent without tags: nothing is planned", async () => {
    const cloud = scriptedCloud(parent);
    cloud.onRead = () => ({ kind: "unreadable", code: "AccessDenied", message: "no" });
    expect(await costCenter(cloud)).toMatchObject({ is: "violating", plannedChanges: [] });
  });
});
