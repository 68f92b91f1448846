import { describe, expect, test } from "vitest";
import { changeEffects } from "#shared/catalog/change-effects.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { planCatalog } from "#shared/catalog/plan-catalog.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { groupName } from "#shared/kernel/ids.ts";
import { days, hours } from "#shared/kernel/time.ts";
import { catalogOf, digest } from "#test/support/catalog/resolved.ts";
import {
  companyPolicy,
  directory,
  ledger,
  ordersEtl,
  saltmarsh,
  saltmarshWith,
  team,
} from "#test/support/catalog/saltmarsh.ts";

function effectsOf(documents: readonly GovernanceDocument[], current = catalogOf(saltmarsh)) {
  const { changes } = planCatalog(current, documents, { digest });
  const next = resolveApplied(documents, { revision: current.revision + 1, digest, pins: current.pins });
  return changeEffects(current, { changes, documents, next }, digest);
}

const shorter: GovernanceDocument = {
  ...companyPolicy,
  rules: companyPolicy.rules.map((rule) => (rule.id === "restricted" ? { ...rule, max: hours(2) } : rule)),
};
const lower: GovernanceDocument = { ...ledger, classification: "internal" };

describe("what each change of a plan does by itself", () => {
  test("is told apart from what the others do", () => {
    const { effects, left } = effectsOf(saltmarshWith(lower, shorter));
    expect(left).toBe(0);
    const cells = new Map(effects.map(({ change, cells: moved }) => [change.document.id, moved]));
    expect(cells.get("finance.ledger")?.every(({ dataset }) => dataset === "finance.ledger")).toBe(true);
    expect(cells.get("company")?.every(({ from, to }) => from.includes("8h") && to.includes("2h"))).toBe(true);
    expect(effects.every(({ alone }) => alone)).toBe(true);
  });

  test("is what the whole plan does where it cannot stand alone", () => {
    const groups = { ...directory.groups, newcomers: "00gN" };
    const asking: GovernanceDocument = { ...companyPolicy, ask: [{ kind: "group", group: groupName("newcomers") }] };
    const { effects } = effectsOf(saltmarshWith({ ...directory, groups }, asking));
    expect(effects.map(({ change, alone }) => [change.document.kind, alone])).toEqual([
      ["Directory", true],
      ["AccessPolicy", false],
    ]);
  });

  test("is nothing for what never decides on access, what is new, and the first catalogue", () => {
    expect(
      effectsOf(saltmarshWith({ ...ordersEtl, title: "Load" }, team("returns", "orders-engineers"))).effects,
    ).toEqual([]);
    expect(effectsOf(saltmarsh, resolveApplied([], { revision: 0, digest })).effects).toEqual([]);
  });

  test("is looked at for 25 changes, and how many more there are is said", () => {
    const many = Array.from(
      { length: 27 },
      (_, at): GovernanceDocument =>
        ({ ...ledger, id: `finance.part-${at}`, at: {}, review: days(30) }) as GovernanceDocument,
    );
    const current = catalogOf([...saltmarsh, ...many]);
    const changed = many.map((each) => ({ ...each, title: "Other" }) as GovernanceDocument);
    const { effects, left } = effectsOf([...saltmarsh, ...changed], current);
    expect([effects.length, left]).toEqual([25, 2]);
  });
});
