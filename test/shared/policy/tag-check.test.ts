import { describe, expect, test } from "vitest";

import type { TagRule } from "#shared/catalog/documents/policy.ts";
import { arn } from "#shared/kernel/ids.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import { facts, logGroup, tagging, verdict, verdicts, withoutTags } from "#test/shared/policy/governed.ts";

type Row = {
  readonly because: string;
  readonly rule: Partial<TagRule>;
  readonly tags: Readonly<Record<string, string>>;
  readonly facts?: Partial<ResourceFacts>;
  readonly is: "compliant" | "violating";
  readonly sets?: string;
  readonly held?: string;
  readonly why?: string;
};

const source = (tags: Readonly<Record<string, string>>, known: Readonly<Record<string, string>> = {}) => ({
  tags,
  known,
});

const ENVIRONMENT: Partial<TagRule> = { refersTo: "environment", valueMap: { production: "prod", PRD: "prod" } };
const COST: Partial<TagRule> = {
  refersTo: "team.costCenter",
  aliases: ["costcenter", "cost-center"],
  inherit: ["parent", "creator", "account"],
};

describe("a tag rule", () => {
  test.each<Row>([
    { because: "the value is a word of the catalogue", rule: ENVIRONMENT, tags: { Key: "prod" }, is: "compliant" },
    { because: "case counts in a value", rule: ENVIRONMENT, tags: { Key: "Prod" }, is: "violating", held: "no-value" },
    {
      because: "the value map says what it means",
      rule: ENVIRONMENT,
      tags: { Key: "PRD" },
      is: "violating",
      sets: "prod",
      why: 'tag Key says "PRD", which means "prod"',
    },
    {
      because: "a map to a value that is none is no help",
      rule: { ...ENVIRONMENT, valueMap: { PRD: "nowhere" } },
      tags: { Key: "PRD" },
      is: "violating",
      held: "no-value",
    },
    {
      because: "a wrong value is somebody's statement: nothing inherited overwrites it",
      rule: COST,
      tags: { Key: "CC-0000" },
      facts: { parent: source({ Key: "CC-4102" }) },
      is: "violating",
      held: "no-value",
    },
    {
      because: "a valid value is never overwritten by the parent's",
      rule: COST,
      tags: { Key: "CC-9000" },
      facts: { parent: source({ Key: "CC-4102" }) },
      is: "compliant",
    },
    {
      because: "another spelling of the key has it",
      rule: COST,
      tags: { costcenter: "CC-4102" },
      is: "violating",
      sets: "CC-4102",
      why: 'no tag Key; the tag costcenter says "CC-4102"',
    },
    {
      because: "two spellings that disagree are a person's to settle",
      rule: COST,
      tags: { costcenter: "CC-4102", "cost-center": "CC-9000" },
      facts: { parent: source({ Key: "CC-4102" }) },
      is: "violating",
      held: "no-value",
    },
    {
      because: "two spellings that agree are one",
      rule: COST,
      tags: { costcenter: "CC-4102", "cost-center": "CC-4102" },
      is: "violating",
      sets: "CC-4102",
    },
    {
      because: "a spelling with a wrong value counts for nothing",
      rule: COST,
      tags: { costcenter: "x" },
      facts: { parent: source({ Key: "CC-4102" }) },
      is: "violating",
      sets: "CC-4102",
      why: 'no tag Key; its parent says "CC-4102"',
    },
    {
      because: "the parent comes before the creator",
      rule: COST,
      tags: {},
      facts: { parent: source({ Key: "CC-4102" }), creator: source({ Key: "CC-9000" }) },
      is: "violating",
      sets: "CC-4102",
      why: 'no tag Key; its parent says "CC-4102"',
    },
    {
      because: "a parent without the tag leaves it to the creator",
      rule: COST,
      tags: {},
      facts: { parent: source({}), creator: source({ costcenter: "CC-9000" }) },
      is: "violating",
      sets: "CC-9000",
      why: 'no tag Key; its creator says "CC-9000"',
    },
    {
      because: "a parent with a wrong value leaves it to the creator",
      rule: COST,
      tags: {},
      facts: { parent: source({ Key: "?" }), creator: source({ Key: "CC-9000" }) },
      is: "violating",
      sets: "CC-9000",
    },
    {
      because: "the account has no tag, but a team that pays",
      rule: COST,
      tags: {},
      facts: { accountSource: source({}, { "team.costCenter": "CC-4102" }) },
      is: "violating",
      sets: "CC-4102",
      why: 'no tag Key; its account says "CC-4102"',
    },
    {
      because: "an unread parent ends the search: the account would be a guess",
      rule: COST,
      tags: {},
      facts: { parent: "unreadable", accountSource: source({}, { "team.costCenter": "CC-4102" }) },
      is: "violating",
      held: "undecided",
    },
    {
      because: "no source is written, so none is asked",
      rule: { refersTo: "classification" },
      tags: {},
      facts: { parent: source({ Key: "restricted" }), classification: "restricted" },
      is: "violating",
      held: "no-value",
    },
    {
      because: "it is checked only where it is present",
      rule: { required: false, oneOf: ["a"] },
      tags: {},
      is: "compliant",
    },
    {
      because: "where it is present, it is checked",
      rule: { required: false, oneOf: ["a"] },
      tags: { Key: "b" },
      is: "violating",
      held: "no-value",
    },
    { because: "any value will do", rule: {}, tags: { Key: "x" }, is: "compliant" },
    { because: "an empty value says nothing", rule: {}, tags: { Key: "" }, is: "violating", held: "no-value" },
    {
      because: "the pattern fits the whole value",
      rule: { pattern: "[A-Z]{2}-[0-9]+" },
      tags: { Key: "GR-1" },
      is: "compliant",
    },
    {
      because: "a part that fits is not enough",
      rule: { pattern: "[A-Z]{2}-[0-9]+" },
      tags: { Key: "xGR-1x" },
      is: "violating",
      held: "no-value",
    },
    { because: "(?i) ignores case", rule: { pattern: "(?i)yes|no" }, tags: { Key: "YES" }, is: "compliant" },
    {
      because: "a list and a pattern both hold",
      rule: { oneOf: ["ab", "c"], pattern: "[a-z]{2}" },
      tags: { Key: "c" },
      is: "violating",
      held: "no-value",
    },
    {
      because: "what JavaScript puts on objects is no tag",
      rule: {},
      tags: JSON.parse('{"__proto__": "x"}'),
      is: "violating",
      held: "no-value",
    },
  ])("is $is: $because", ({ rule, tags, is, sets, held, why, ...row }) => {
    const found = verdict({
      policies: [tagging({ tags: { Key: rule } })],
      resource: logGroup({ tags }),
      facts: facts(row.facts),
    });
    expect(found).toMatchObject({ policy: "core-tags", rule: "tagging.tags.Key", is, mode: "enforce" });
    if (found.is !== "violating") return;
    expect(found.direction).toBe("none");
    expect(found.plannedChanges).toEqual(sets === undefined ? [] : [{ set: "tag", key: "Key", value: sets }]);
    expect(found.held).toBe(held);
    if (why !== undefined) expect(found.why).toBe(why);
  });

  test("says what it found and what it wants", () => {
    const policies = [tagging({ tags: { Environment: { oneOf: ["dev", "prod"], required: false } } })];
    expect(verdict({ policies, resource: logGroup({ tags: { Environment: "live" } }) })).toMatchObject({
      found: '"live"',
      wanted: 'one of "dev", "prod", or no tag',
    });
  });

  test("of a key that JavaScript has on every object is absent until somebody sets it", () => {
    const policies = [tagging({ tags: { constructor: {} } })];
    expect(verdict({ policies })).toMatchObject({ is: "violating", found: "no tag" });
    expect(verdict({ policies, resource: logGroup({ tags: { constructor: "me" } }) }).is).toBe("compliant");
  });
});

describe("what a tagging policy may write", () => {
  const tags = { Key: ENVIRONMENT };

  test("an action that its enforcement does not name is left to a person", () => {
    const policies = [tagging({ tags, actions: ["tag.set"] })];
    expect(verdict({ policies, resource: logGroup({ tags: { Key: "PRD" } }) })).toMatchObject({
      held: "read-only",
      plannedChanges: [],
    });
  });

  test("never an aws: tag, in any case (c7n-2834)", () => {
    const policies = [tagging({ tags: { "AWS:owner": { aliases: ["owner"] } } })];
    expect(verdict({ policies, resource: logGroup({ tags: { owner: "me" } }) })).toMatchObject({
      held: "read-only",
      plannedChanges: [],
    });
  });

  test("nothing on a type that AWS does not tag: it is unknown, not silently fine (0 of 264)", () => {
    const table = logGroup({
      type: "glue.table",
      arn: arn("arn:aws:glue:eu-west-1:111122223333:table/a/b"),
      retention: {},
    });
    expect(verdict({ policies: [tagging({ tags })], resource: table })).toMatchObject({
      is: "unknown",
      because: "AWS has no tags on a glue.table",
    });
  });

  test("nothing where the tags were not read, and nobody is blamed for it (c7n-10909)", () => {
    const policies = [tagging({ tags: { Key: {}, Other: {} }, prohibited: ["secret"], maxUserTags: 45 })];
    expect(verdicts({ policies, resource: withoutTags(logGroup()) }).map(({ is, rule }) => `${rule} ${is}`)).toEqual([
      "tagging.maxUserTags unknown",
      "tagging.prohibited unknown",
      "tagging.tags.Key unknown",
      "tagging.tags.Other unknown",
    ]);
  });
});
