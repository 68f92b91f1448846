import { describe, expect, test } from "vitest";

import { facts, logGroup, retention, verdicts } from "#test/shared/policy/governed.ts";

describe("several policies on one control", () => {
  const logs = (id: string, limits: { min?: number; max?: number }, more = {}) =>
    retention({ id, rules: [{ control: "logs.retention", ...limits }], ...more });

  test("combine to the largest minimum and the smallest maximum", () => {
    const policies = [logs("a", { min: 30, max: 731 }), logs("b", { min: 365, max: 1096 })];
    const found = verdicts({ policies, resource: logGroup({ retention: { "logs.retention": 14 } }) });
    for (const each of found) {
      expect(each).toMatchObject({ plannedChanges: [{ set: "retention", control: "logs.retention", days: 365 }] });
    }
  });

  test("that set different lengths where nothing is set destroy the least", () => {
    const policies = [30, 400, 90].map((unset) =>
      retention({ id: `set-${unset}`, rules: [{ control: "logs.retention", unset }] }),
    );
    for (const each of verdicts({ policies, resource: logGroup({ retention: { "logs.retention": "unset" } }) })) {
      expect(each).toMatchObject({ direction: "lower", plannedChanges: [{ days: 400 }] });
    }
  });

  test("one that is met plans nothing, the other plans within both", () => {
    const policies = [logs("a", { min: 30 }), logs("b", { max: 100 })];
    const found = verdicts({ policies, resource: logGroup({ retention: { "logs.retention": 400 } }) });
    expect(found).toMatchObject([{ is: "compliant" }, { plannedChanges: [{ days: 90 }], direction: "lower" }]);
  });

  test("that leave nothing both drop to notify, the one that is met too", () => {
    const policies = [logs("a", { min: 365 }), logs("b", { max: 90 })];
    const found = verdicts({ policies, resource: logGroup({ retention: { "logs.retention": 400 } }) });
    expect(found).toMatchObject([
      { policy: "a", is: "compliant", mode: "notify" },
      { policy: "b", is: "violating", mode: "notify", held: "conflict", plannedChanges: [] },
    ]);
  });

  test("in a conflict an observing one keeps observing", () => {
    const policies = [logs("a", { min: 365 }, { mode: "observe" }), logs("b", { max: 90 })];
    expect(verdicts({ policies }).map(({ mode }) => mode)).toEqual(["observe", "notify"]);
  });

  test("nothing is lowered while it is not known whether another one applies, but raising goes on", () => {
    const unclear = logs("b", { min: 7 }, { scope: [{ classification: ["restricted"] }] });
    const { classification: _, ...unclassified } = facts();
    const tooLong = verdicts({
      policies: [logs("a", { max: 90 }), unclear],
      facts: unclassified,
    });
    expect(tooLong).toMatchObject([
      { policy: "a", direction: "lower", held: "undecided", plannedChanges: [] },
      { policy: "b", is: "unknown" },
    ]);
    const tooShort = verdicts({ policies: [logs("a", { min: 731 }), unclear], facts: unclassified });
    expect(tooShort[0]).toMatchObject({ direction: "raise", plannedChanges: [{ days: 731 }] });
  });
});
