import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import { parseCalendarDate } from "#shared/kernel/calendar.ts";
import { governanceFiles } from "#test/support/governance-files.ts";

const design = process.env["TOLLGATE_DESIGN"] ?? "../shared/design";
const files = governanceFiles(join(design, "examples/governance"));
const today = parseCalendarDate("2026-11-23") ?? expect.unreachable("a day");
const read = readDocuments(files, { today });

describe("the governance repository that the design gives as its example", () => {
  test("is read without a problem", () => {
    expect(read.problems).toEqual([]);
    expect(read.broken).toEqual([]);
  });

  test("is read whole, but for what comes later, and that is said", () => {
    expect(read.count).toBe(43);
    expect(read.documents).toHaveLength(38);
    expect(read.unread.map(({ file, line, kind, id }) => `${file}:${line} ${kind} ${id}`)).toEqual([
      "company/calendars.yaml:1 Calendar office",
      "company/calendars.yaml:8 Calendar orders-oncall",
      "company/calendars.yaml:13 Calendar platform-oncall",
      "company/calendars.yaml:18 Calendar security-oncall",
      "policies/emr-dev-idle.yaml:1 Policy emr-dev-idle",
    ]);
  });

  test("gives each document of a team's folder that team, and says that it came from there", () => {
    const orders = read.documents.filter(({ team, teamFrom }) => team === "orders" && teamFrom === "folder");
    expect(orders.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "AccessPolicy orders-own-rules",
      "Dataset sales.orders",
      "Dataset sales.order-events",
      "Dataset sales.price-list",
      "Workload orders-etl",
      "Workload price-publisher",
    ]);
  });

  test("says where each rule of the company's policy stands", () => {
    const policy = read.documents.find(({ kind, id }) => kind === "AccessPolicy" && id === "company");
    const rules = policy?.kind === "AccessPolicy" ? policy.rules : [];
    const lines = rules.map((_, at) => {
      const place = read.positionOf({ document: { kind: "AccessPolicy", id: "company" }, pointer: `/rules/${at}` });
      return `${place?.file}:${place?.line}:${place?.column}`;
    });
    expect(lines).toEqual([15, 20, 25, 29, 33, 37, 41, 45, 49].map((line) => `access/company.yaml:${line}:5`));
  });
});
