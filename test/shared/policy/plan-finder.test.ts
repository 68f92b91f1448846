import { describe, expect, test } from "vitest";

import { compilePolicies } from "#shared/policy/compile-policies.ts";
import { facts, logGroup, policyCatalog, tagging } from "#test/shared/policy/governed.ts";

describe("finding the plan of a resource", () => {
  test("is right for more teams and regions than are numbered", () => {
    const policies = Array.from({ length: 60 }, (_, at) =>
      tagging({ id: `team-${at}`, scope: [{ team: [`team-${at}`] }], tags: { Key: {} } }),
    );
    const judge = compilePolicies(policyCatalog({ policies }));
    for (let round = 0; round < 2; round += 1) {
      for (let at = 0; at < 60; at += 1) {
        const { verdicts } = judge(logGroup(), facts({ team: `team-${at}` }));
        expect(verdicts.map(({ policy }) => policy)).toEqual([`team-${at}`]);
      }
    }
  });

  test("tells a fact that is not known from one that there is none of", () => {
    const judge = compilePolicies(
      policyCatalog({ policies: [tagging({ scope: [{ tier: [0] }], tags: { Key: {} } })] }),
    );
    const { tier: _, ...unknown } = facts();
    expect(judge(logGroup(), facts({ tier: null })).verdicts).toEqual([]);
    expect(judge(logGroup(), unknown).verdicts).toMatchObject([
      { is: "unknown", because: "what its scope asks is not known of this resource" },
    ]);
    expect(judge(logGroup(), facts({ tier: 0 })).verdicts).toMatchObject([{ is: "violating" }]);
  });

  test("asks scopes by name, ARN and tag of each resource anew", () => {
    const policies = [tagging({ scope: [{ name: ["/app*"] }, { tag: { Audit: ["*"] } }], tags: { Key: {} } })];
    const judge = compilePolicies(policyCatalog({ policies }));
    const count = (name: string, tags: Readonly<Record<string, string>>) =>
      judge(logGroup({ name, tags }), facts()).verdicts.length;
    expect([count("/app", {}), count("/other", {}), count("/other", { Audit: "x" }), count("/app/1", {})]).toEqual([
      1, 0, 1, 1,
    ]);
  });

  test("serves any number of types that nobody knows", () => {
    const judge = compilePolicies(
      policyCatalog({ policies: [tagging({ scope: [{ type: ["odd.*"] }], tags: { Key: {} } })] }),
    );
    for (let at = 0; at < 600; at += 1) {
      expect(judge(logGroup({ type: `odd.${at}` }), facts()).verdicts).toHaveLength(1);
      expect(judge(logGroup({ type: `other.${at}` }), facts()).verdicts).toEqual([]);
    }
  });
});
