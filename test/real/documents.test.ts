import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { fixDocuments } from "#shared/contracts/documents/fix-documents.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import { parseCalendarDate } from "#shared/kernel/calendar.ts";
import { checkOf, linesOf } from "#test/support/check-governance.ts";
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

/** The example with one text in place of another, which must be there. */
const edited = (path: string, from: string, to: string): readonly SourceFile[] =>
  files.map((file) => {
    if (file.path !== path) return file;
    if (!file.text.includes(from)) throw new Error(`${path} has no "${from}"`);
    return { path, text: file.text.replace(from, () => to) };
  });

describe("what check says of the example", () => {
  test("is that it loads, beside what comes later", () => {
    const lines = linesOf(files);
    expect(lines).toHaveLength(6);
    expect(lines.slice(0, 5).every((line) => line.includes(" later "))).toBe(true);
    expect(lines[5]).toBe("38 documents load");
  });

  test("with the document of section 7 is all of its problems in one pass", () => {
    const returns = [
      "kind: Dataset",
      "id: sales.returns",
      "classification: internal",
      "labels: [PII]",
      "teir: 1",
      "at: {data-prd: s3://saltmarsh-sales-prod/returns/}",
      "freshness: PT6H",
      "owners: [order-data-owners]",
      "budget: 1,200 USD",
    ].join("\n");
    const outcome = checkOf([...files, { path: "teams/orders/returns.yaml", text: returns }]);
    expect(outcome.problems.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`)).toEqual([
      '4:10 label Cannot give internal data the label "PII": it needs at least confidential',
      '5:1 unknown-key Cannot read "teir" in a Dataset: did you mean "tier"',
      '6:6 unknown-account Cannot find account "data-prd": did you mean "data-prod"',
      '7:12 duration Cannot read "PT6H": write "6h"',
      '8:10 unknown-group Cannot find group "order-data-owners": did you mean "orders-data-owners"',
      '9:9 money Cannot read "1,200 USD": write "1200 USD"',
    ]);
    expect(outcome.count).toBe(44);
  });

  test.each([
    {
      because: "nobody decides",
      with: edited(
        "access/company.yaml",
        "approve: [target.owners, team:security]\n    max: 8h",
        "approve: []\n    max: 8h",
      ),
      says: 'access/company.yaml:22:14 nobody-decides Cannot load rule "restricted": approve is empty; the word for no approver is "none", refused for restricted data',
    },
    {
      because: "a rule that loosens",
      with: edited("teams/orders/access.yaml", "approve: [team:finance.lead] ", "approve: none"),
      says: 'teams/orders/access.yaml:13:14 loosens Cannot tighten "company" with "none": its rule "restricted" asks target.owners, then team:security',
    },
    {
      because: "a secret",
      with: edited("company/routes.yaml", '"#orders-data"', "https://hooks.slack.com/services/T0/B0/x"),
      says: "company/routes.yaml:14:16 secret Cannot keep a Slack address here: name a connection; revoke the address, it is in the history now",
    },
  ])("names the line: $because", ({ with: changed, says }) => {
    expect(linesOf(changed)[0]).toBe(says);
  });
});

describe("corrections to the example", () => {
  // Spellings that people bring, each the only change in its line.
  const SPELLINGS: readonly (readonly [RegExp, string])[] = [
    [/^classification: /gm, "data_classification: "],
    [/^tier: /gm, "teir: "],
    [/ 24h$/gm, " PT24H"],
    [/^(amount|budget): (\d+)(\d{3}) USD/gm, "$1: $2,$3 USD"],
    [/target\.owners/g, "target.owner"],
    [/^costCenter: /gm, "costCentre: "],
  ];
  const readable = files.filter(({ path }) => path !== "policies/emr-dev-idle.yaml");
  const misspelt = readable.map(({ path, text }) => ({
    path,
    text: SPELLINGS.reduce((wrong, [right, other]) => wrong.replace(right, other), text),
  }));

  test("give back every file byte for byte, comments and all", () => {
    const { problems } = readDocuments(misspelt, { today });
    expect(problems.length).toBeGreaterThan(25);
    const { files: fixed } = fixDocuments(misspelt, problems);
    const right = misspelt.map((file) => fixed.find(({ path }) => path === file.path) ?? file);
    expect(right.map(({ path, text }) => ({ path, text: text.replaceAll(" 1d", " 24h") }))).toEqual(
      readable.map(({ path, text }) => ({ path, text: text.replaceAll(" 1d", " 24h") })),
    );
  });
});
