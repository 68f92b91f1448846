import { beforeAll, describe, expect, test } from "vitest";
import { sampleDocuments } from "#infra/local/sample/documents.ts";
import { SAMPLE_PEOPLE } from "#infra/local/sample/people.ts";
import { sampleRuns } from "#infra/local/sample/runs.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { planCatalog } from "#shared/catalog/plan-catalog.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { rolesOf } from "#shared/catalog/roles-of.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { nodeDigest as digest } from "#test/support/memory-records.ts";

const EMPTY = resolveApplied([], { revision: 0, digest });

function loadedOn(moment: string) {
  const today = new Date(moment);
  const read = readDocuments(sampleDocuments(today), { today: moment.slice(0, 10) as CalendarDate });
  const plan = planCatalog(EMPTY, read.documents, { digest });
  return { read, plan, catalog: resolveApplied(plan.documents, { revision: 1, digest }) };
}

describe("the sample company", () => {
  let catalog: Catalog;
  beforeAll(() => {
    catalog = loadedOn("2026-11-23T09:00:00Z").catalog;
  });

  // An exemption that is over, or that lasts too long, is refused: whatever today is, it must be neither.
  test.each([
    { today: "2026-11-23T09:00:00Z", because: "a usual day" },
    { today: "2026-12-31T23:59:59Z", because: "the last second of a year" },
    { today: "2027-01-01T00:00:00Z", because: "the first of a year" },
    { today: "2027-02-28T12:00:00Z", because: "the end of February" },
    { today: "2028-02-29T12:00:00Z", because: "a leap day" },
    { today: "2027-03-28T00:30:00Z", because: "the night the clocks go forward" },
    { today: "2027-10-31T00:30:00Z", because: "the night the clocks go back" },
    { today: "2031-06-15T12:00:00Z", because: "years from now" },
  ])("loads without a problem on $today: $because", ({ today }) => {
    const { read, plan } = loadedOn(today);
    expect(read.problems).toEqual([]);
    expect(read.unread).toEqual([]);
    expect(plan.problems).toEqual([]);
  });

  test("has 8 teams, 3 environments, 10 workloads and 12 datasets", () => {
    expect(catalog.teams.size).toBe(8);
    expect([...catalog.accounts.values()].map(({ environment }) => environment).toSorted()).toEqual([
      "dev",
      "prod",
      "test",
    ]);
    expect(catalog.workloads.size).toBe(10);
    expect(catalog.datasets.size).toBe(12);
  });

  test("has data in tiers 0 to 2, of all four classes, with personal, health and card data among it", () => {
    const datasets = [...catalog.datasets.values()];
    expect(new Set(datasets.map(({ tier }) => tier))).toEqual(new Set([0, 1, 2]));
    expect(new Set(datasets.map(({ classification }) => classification))).toEqual(
      new Set(["public", "internal", "confidential", "restricted"]),
    );
    expect(new Set(datasets.flatMap(({ labels }) => labels ?? []))).toEqual(new Set(["PII", "PHI", "PCI"]));
  });

  test("has every kind of document that this version reads", () => {
    const kinds = new Set(catalog.documents.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(
      [
        ...["Company", "Directory", "Account", "Team", "Dataset", "Workload", "Template", "AccessPolicy", "Policy"],
        ...["Exemption", "AllocationRule", "Budget", "Report", "Route"],
      ].toSorted(),
    );
    const policies = [...catalog.policies.values()].map(({ type }) => type);
    expect(new Set(policies)).toEqual(new Set(["tagging", "retention"]));
  });

  test("has about a dozen people, in every role, in groups that exist, under managers who exist", () => {
    expect(SAMPLE_PEOPLE.length).toBeGreaterThanOrEqual(11);
    expect(SAMPLE_PEOPLE.length).toBeLessThanOrEqual(14);
    const ids = new Set(SAMPLE_PEOPLE.map(({ id }) => id));
    const [directory] = [...catalog.documents].filter(({ kind }) => kind === "Directory");
    const known = directory?.kind === "Directory" ? Object.keys(directory.groups) : [];
    for (const person of SAMPLE_PEOPLE) {
      expect(known, person.id).toEqual(expect.arrayContaining([...person.groups]));
      if (person.manager !== undefined) expect(ids, person.id).toContain(person.manager);
      expect(person.mail, person.id).toMatch(/@example\.com$/);
    }
    const roles = new Set(SAMPLE_PEOPLE.flatMap((person) => rolesOf(catalog, person.groups)));
    expect([...roles].toSorted()).toEqual(["auditor", "finance", "operator", "requester", "security"]);
  });

  test("has somebody in every group of every team", () => {
    for (const { id, lead, dataOwners, members } of catalog.teams.values())
      for (const group of [...lead, ...dataOwners, ...members]) {
        const inside = SAMPLE_PEOPLE.filter(({ groups }) => groups.some((each) => each === group));
        expect(inside.length, `${id}: ${group}`).toBeGreaterThan(0);
      }
  });

  test("knows every workload that its runs name", () => {
    const runs = sampleRuns(new Date("2026-11-23T09:00:00Z"), { days: 40 });
    expect([...new Set(runs.map(({ workload }) => workload))].filter((id) => !catalog.workloads.has(id))).toEqual([]);
  });
});

describe("the sample runs", () => {
  const today = new Date("2026-11-23T00:00:00Z");
  const runs = sampleRuns(today);

  test("end after they began and before today, some of them badly, each once", () => {
    expect(runs.every(({ startedAt, endedAt }) => startedAt < endedAt && endedAt <= today.getTime())).toBe(true);
    expect(new Set(runs.map(({ outcome }) => outcome))).toEqual(new Set(["succeeded", "failed", "timed-out"]));
    expect(new Set(runs.map(({ job, runId }) => `${job} ${runId}`)).size).toBe(runs.length);
  });

  test("cover thirteen months, the same each time for the same day", () => {
    expect(new Date(Math.min(...runs.map(({ endedAt }) => endedAt))).toISOString().slice(0, 7)).toBe("2025-10");
    expect(sampleRuns(today)).toEqual(runs);
  });
});
