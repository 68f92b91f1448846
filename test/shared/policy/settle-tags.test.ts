import { describe, expect, test } from "vitest";

import type { TagRule } from "#shared/catalog/documents/policy.ts";
import { logGroup, tagging, verdict, verdicts } from "#test/shared/policy/governed.ts";

const ENVIRONMENT: Partial<TagRule> = { refersTo: "environment", valueMap: { production: "prod", PRD: "prod" } };

describe("keys and numbers of tags", () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, "x"]));

  test("a prohibited key is reported and left where it is", () => {
    const policies = [tagging({ prohibited: ["(?i)password", "token$"] })];
    expect(verdict({ policies, resource: logGroup({ tags: { DbPassword: "x" } }) })).toMatchObject({
      is: "violating",
      found: "the tag DbPassword",
      plannedChanges: [],
      held: "no-value",
    });
    expect(verdict({ policies, resource: logGroup({ tags: { tokens: "x", "aws:password": "x" } }) }).is).toBe(
      "compliant",
    );
  });

  test.each([
    { because: "exactly as many", count: 45, is: "compliant" },
    { because: "one more", count: 46, is: "violating" },
  ])("$count user tags of at most 45 are $is: $because", ({ count, is }) => {
    const resource = logGroup({ tags: { ...many(count), "aws:cloudformation:stack-name": "s" } });
    expect(verdict({ policies: [tagging({ maxUserTags: 45 })], resource })).toMatchObject({ is });
  });

  test("the 51st tag is never written and nothing is taken off to make room", () => {
    const policies = [tagging({ tags: { Key: { aliases: ["key0"] } } })];
    expect(verdict({ policies, resource: logGroup({ tags: many(50) }) })).toMatchObject({
      held: "tag-limit",
      plannedChanges: [],
    });
    expect(verdict({ policies, resource: logGroup({ tags: { ...many(49), "aws:x": "y" } }) })).toMatchObject({
      plannedChanges: [{ set: "tag", key: "Key", value: "x" }],
    });
  });

  test("a policy's own maximum leaves less room, and the first key takes what is left", () => {
    const rule = { aliases: ["key0"] };
    const policies = [tagging({ tags: { A: rule, B: rule }, maxUserTags: 45 })];
    const found = verdicts({ policies, resource: logGroup({ tags: many(44) }) });
    expect(found.map((each) => ("held" in each ? each.held : each.is))).toEqual([
      "compliant",
      "violating",
      "tag-limit",
    ]);
  });

  test("a value that is corrected needs no room", () => {
    const policies = [tagging({ tags: { Key: ENVIRONMENT } })];
    expect(verdict({ policies, resource: logGroup({ tags: { ...many(49), Key: "PRD" } }) })).toMatchObject({
      plannedChanges: [{ set: "tag", key: "Key", value: "prod" }],
    });
  });

  test("two policies that want one key plan it twice the same, and the room counts once", () => {
    const rule = { Key: { aliases: ["key0"] } };
    const policies = [tagging({ id: "a", tags: rule }), tagging({ id: "b", tags: rule })];
    const found = verdicts({ policies, resource: logGroup({ tags: many(49) }) });
    expect(found.map((each) => ("plannedChanges" in each ? each.plannedChanges.length : 0))).toEqual([1, 1]);
  });

  test("two policies that want different values of one key only notify", () => {
    const policies = [
      tagging({ id: "a", tags: { Key: { oneOf: ["x"], valueMap: { v: "x" } } } }),
      tagging({ id: "b", tags: { Key: { oneOf: ["y"], valueMap: { v: "y" } } } }),
    ];
    for (const each of verdicts({ policies, resource: logGroup({ tags: { Key: "v" } }) })) {
      expect(each).toMatchObject({ is: "violating", held: "conflict", mode: "notify", plannedChanges: [] });
    }
  });
});
