import { describe, expect, test } from "vitest";

import { logGroup, retention, verdict, withoutTags } from "#test/shared/policy/governed.ts";

describe("a legal hold", () => {
  const holding = (rules: Parameters<typeof retention>[0]["rules"]) =>
    retention({ rules, legalHold: { LegalHold: ["true", "yes*"] } });
  const tooLong = holding([{ control: "logs.retention", max: 90 }]);

  test("is above every maximum", () => {
    const resource = logGroup({ tags: { LegalHold: "true" } });
    expect(verdict({ policies: [tooLong], resource })).toMatchObject({ held: "legal-hold", plannedChanges: [] });
  });

  test("of one policy holds against another's maximum", () => {
    const policies = [
      retention({ id: "a", rules: [{ control: "logs.retention", max: 90 }] }),
      retention({ id: "b", rules: [], legalHold: { LegalHold: ["*"] } }),
    ];
    const resource = logGroup({ tags: { LegalHold: "matter 12" } });
    expect(verdict({ policies, resource })).toMatchObject({ policy: "a", held: "legal-hold" });
  });

  test("cannot be ruled out where the tags were not read", () => {
    expect(verdict({ policies: [tooLong], resource: withoutTags(logGroup()) })).toMatchObject({
      held: "undecided",
      plannedChanges: [],
    });
  });

  test("does not stop what keeps longer", () => {
    const resource = logGroup({ tags: { LegalHold: "true" } });
    const policies = [holding([{ control: "logs.retention", min: 731 }])];
    expect(verdict({ policies, resource })).toMatchObject({ plannedChanges: [{ days: 731 }] });
  });

  test("is not what the value says it is not", () => {
    const resource = logGroup({ tags: { LegalHold: "false" } });
    expect(verdict({ policies: [tooLong], resource })).toMatchObject({ plannedChanges: [{ days: 90 }] });
  });
});
