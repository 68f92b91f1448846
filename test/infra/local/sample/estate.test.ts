import { describe, expect, test } from "vitest";
import { sampleDocuments } from "#infra/local/sample/documents.ts";
import { furnish } from "#infra/local/sample/estate.ts";
import { planCatalog } from "#shared/catalog/plan-catalog.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { compilePolicies } from "#shared/policy/compile-policies.ts";
import { compileFacts } from "#shared/policy/resource-facts.ts";
import { at } from "#test/support/findings.ts";
import { nodeDigest as digest } from "#test/support/memory-records.ts";
import { testSandbox } from "#test/support/sandbox.ts";

const NOW = at("2026-11-23T03:00:00Z");

function furnished(seed?: number) {
  const { sandbox } = testSandbox();
  const before = new Set(sandbox.list().map(({ arn }) => arn));
  furnish(sandbox.plant, seed === undefined ? { now: NOW } : { now: NOW, seed });
  return sandbox.list().filter(({ arn }) => !before.has(arn));
}

function judged() {
  const { documents } = readDocuments(sampleDocuments(new Date(NOW)), { today: "2026-11-23" as CalendarDate });
  const { documents: applied } = planCatalog(resolveApplied([], { revision: 0, digest }), documents, { digest });
  const catalog = resolveApplied(applied, { revision: 1, digest });
  const [judge, facts] = [compilePolicies(catalog), compileFacts(catalog)];
  return furnished().map((resource) => judge(resource, facts(resource, { now: NOW })));
}

describe("the sample estate", () => {
  const resources = furnished();
  const judgements = judged();

  test("has some 200 resources of 15 types, in three accounts", () => {
    expect(resources.length).toBeGreaterThanOrEqual(190);
    expect(resources.length).toBeLessThanOrEqual(240);
    expect(new Set(resources.map(({ type }) => type)).size).toBeGreaterThanOrEqual(15);
    expect(new Set(resources.map(({ account }) => account)).size).toBe(3);
  });

  test("breaks some rule with about a third of them, by the judge that judges every account", () => {
    const broken = judgements.filter(({ verdicts }) => verdicts.some(({ is }) => is === "violating"));
    const part = broken.length / judgements.length;
    expect(part).toBeGreaterThan(0.25);
    expect(part).toBeLessThan(0.45);
  });

  test("breaks rules of tags and of retention, of which some only a person can put right", () => {
    const violating = judgements.flatMap(({ verdicts }) => verdicts).filter((verdict) => verdict.is === "violating");
    expect(new Set(violating.map(({ policy }) => policy))).toEqual(new Set(["core-tags", "log-retention"]));
    expect(new Set(violating.map(({ plannedChanges }) => plannedChanges.length > 0))).toEqual(new Set([true, false]));
    expect(violating.filter(({ exempted }) => exempted !== undefined).map(({ rule }) => rule)).toHaveLength(1);
  });

  test("leaves nothing undecided: every rule can be judged", () => {
    const unknown = judgements.flatMap(({ verdicts }) => verdicts).filter(({ is }) => is === "unknown");
    expect(unknown).toEqual([]);
  });

  test("is the same for the same seed and another for another, no ARN twice", () => {
    expect(furnished()).toEqual(resources);
    expect(furnished(1)).not.toEqual(resources);
    expect(new Set(resources.map(({ arn }) => arn)).size).toBe(resources.length);
  });
});
