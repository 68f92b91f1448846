import { describe, expect, test } from "vitest";

import { arn } from "#shared/kernel/ids.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { exemption, facts, logGroup, retention, tagging, verdict, verdicts } from "#test/shared/policy/governed.ts";

describe("an exemption", () => {
  const policies = [retention({ rules: [{ control: "logs.retention", max: 90 }] })];
  // 2026-11-23 ends in London at midnight UTC: it is winter.
  const today = exemption({ until: "2026-11-23" });

  test("suppresses until its last day is over, and names that moment", () => {
    expect(verdict({ policies, exemptions: [today] })).toMatchObject({
      is: "violating",
      plannedChanges: [],
      exempted: { exemption: "audit-trail", until: 1_795_478_400_000 },
    });
  });

  test("has ended the moment its last day is over", () => {
    const at = (now: number) => verdict({ policies, exemptions: [today], facts: facts({ now: epochMillis(now) }) });
    expect(at(1_795_478_399_999)).toHaveProperty("exempted");
    expect(at(1_795_478_400_000)).not.toHaveProperty("exempted");
  });

  test("is of the policies it names, and of the resources it matches", () => {
    const other = exemption({ until: "2027-01-01", policy: ["other"] });
    const elsewhere = exemption({ until: "2027-01-01", match: [{ arn: ["arn:aws:logs:*:log-group:/audit/*"] }] });
    expect(verdict({ policies, exemptions: [other, { ...elsewhere, id: "b" }] })).not.toHaveProperty("exempted");
    const resource = logGroup({ arn: arn("arn:aws:logs:eu-west-1:111122223333:log-group:/audit/payments") });
    expect(verdict({ policies, resource, exemptions: [elsewhere] })).toHaveProperty("exempted");
  });

  test("takes its policy's limits out of what binds the others", () => {
    const other = retention({ id: "zeta", rules: [{ control: "logs.retention", min: 731 }] });
    const found = verdicts({ policies: [...policies, other], exemptions: [today] });
    expect(found[1]).toMatchObject({ policy: "zeta", mode: "enforce", plannedChanges: [{ days: 731 }] });
  });

  test("that ends last is the one named, and one that has ended is none", () => {
    const exemptions = ["2026-11-22", "2027-03-31", "2026-12-31"].map((until) => exemption({ id: until, until }));
    expect(verdict({ policies, exemptions })).toMatchObject({ exempted: { exemption: "2027-03-31" } });
  });

  test("of a tagging policy takes its writes off", () => {
    const tagged = tagging({ id: "tags", tags: { Key: { aliases: ["key"] } } });
    const exemptions = [exemption({ until: "2027-01-01", policy: ["tags"] })];
    const resource = logGroup({ tags: { key: "x" } });
    expect(verdict({ policies: [tagged], exemptions, resource })).toMatchObject({
      is: "violating",
      plannedChanges: [],
      exempted: { exemption: "audit-trail" },
    });
  });

  test("that may apply holds the write back", () => {
    const { team: _, ...unowned } = facts();
    const exemptions = [exemption({ until: "2027-01-01", match: [{ team: ["orders"] }] })];
    expect(verdict({ policies, exemptions, facts: unowned })).toMatchObject({ held: "undecided", plannedChanges: [] });
  });
});
