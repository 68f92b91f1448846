import { describe, expect, test } from "vitest";
import { fixDocuments } from "#shared/contracts/documents/fix-documents.ts";
import { checkJson, checkText } from "#shared/contracts/documents/format-problems.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import { checkOf, linesOf } from "#test/support/check-governance.ts";
import { edited, SMALL_GOVERNANCE } from "#test/support/small-governance.ts";

// The messages of section 7 of the document language, word for word.

const RETURNS: SourceFile = {
  path: "teams/orders/returns.yaml",
  text: `kind: Dataset
id: sales.returns
classification: internal
labels: [PII]
teir: 1
at: {data-prd: s3://saltmarsh-sales-prod/returns/}
freshness: PT6H
owners: [order-data-owners]
budget: 1,200 USD
`,
};

describe("the document with six mistakes", () => {
  const outcome = checkOf([...SMALL_GOVERNANCE, RETURNS]);

  test("is answered with all six in one pass, and what it comes to", () => {
    expect(checkText(outcome).split("\n")).toEqual([
      'teams/orders/returns.yaml:4:10 label Cannot give internal data the label "PII": it needs at least confidential',
      'teams/orders/returns.yaml:5:1 unknown-key Cannot read "teir" in a Dataset: did you mean "tier"',
      'teams/orders/returns.yaml:6:6 unknown-account Cannot find account "data-prd": did you mean "data-prod"',
      'teams/orders/returns.yaml:7:12 duration Cannot read "PT6H": write "6h"',
      'teams/orders/returns.yaml:8:10 unknown-group Cannot find group "order-data-owners": did you mean "orders-data-owners"',
      'teams/orders/returns.yaml:9:9 money Cannot read "1,200 USD": write "1200 USD"',
      "Cannot load 1 of 14 documents: 6 problems, 5 of them with one sure correction (tollgate check --fix)",
    ]);
  });

  test("has its five sure mistakes put right, and keeps the one that needs a person", () => {
    const { files, fixes } = fixDocuments([...SMALL_GOVERNANCE, RETURNS], outcome.problems);
    expect(fixes).toBe(5);
    expect(files).toEqual([
      {
        path: RETURNS.path,
        text: `kind: Dataset
id: sales.returns
classification: internal
labels: [PII]
tier: 1
at: {data-prod: s3://saltmarsh-sales-prod/returns/}
freshness: 6h
owners: [orders-data-owners]
budget: 1200 USD
`,
      },
    ]);
    expect(linesOf([...SMALL_GOVERNANCE, ...files])).toEqual([
      'teams/orders/returns.yaml:4:10 label Cannot give internal data the label "PII": it needs at least confidential',
      "Cannot load 1 of 14 documents: 1 problem",
    ]);
  });

  test("is the same for scripts, with pointers and corrections", () => {
    const { documents, problems } = checkJson(outcome);
    expect(documents).toBe(14);
    expect(problems).toContainEqual({
      file: "teams/orders/returns.yaml",
      line: 7,
      column: 12,
      pointer: "/freshness",
      code: "duration",
      message: 'Cannot read "PT6H": write "6h"',
      severity: "error",
      fix: { from: 141, to: 145, text: "6h" },
    });
    expect(RETURNS.text.slice(141, 145)).toBe("PT6H");
  });
});

describe("the messages in other files", () => {
  test("a small repository that is right loads", () => {
    expect(linesOf(SMALL_GOVERNANCE)).toEqual(["13 documents load"]);
  });

  test.each([
    {
      because: "no approver is a word, never an empty list",
      files: edited("access/company.yaml", "approve: [target.owners, team:security]", "approve: []"),
      line: 'access/company.yaml:9:14 nobody-decides Cannot load rule "restricted": approve is empty; the word for no approver is "none", refused for restricted data',
    },
    {
      because: "a rule below a wider one decides nothing",
      files: edited("access/company.yaml", "when: {access: read, environment: [dev, test]}", "when: {access: read}"),
      line: 'access/company.yaml:19:5 never-decides Cannot reach rule "read-longer": "read" on line 15 fits every request it fits',
    },
    {
      because: "a team may only add",
      files: edited("teams/orders/access.yaml", "approve: [team:orders.lead]", "approve: none"),
      line: 'teams/orders/access.yaml:8:14 loosens Cannot tighten "company" with "none": its rule "restricted" asks target.owners, then team:security',
    },
    {
      because: "one owner for a resource",
      files: edited("teams/finance/finance.yaml", 'type: "emr.*", name: "close-*"', 'type: glue.job, name: "orders-*"'),
      line: 'teams/finance/finance.yaml:10:9 same-resources Cannot tell "finance-close" from "orders-etl" (teams/orders/orders.yaml:12): the same type, name and account',
    },
    {
      because: "an address with a key in it is a secret",
      files: edited("company/routes.yaml", '"#orders-data"', "https://hooks.slack.com/services/T0/B0/xyz"),
      line: "company/routes.yaml:14:16 secret Cannot keep a Slack address here: name a connection; revoke the address, it is in the history now",
    },
  ])("$because", ({ files, line }) => {
    expect(linesOf(files)).toEqual([line, "Cannot load 1 of 13 documents: 1 problem"]);
  });

  test("an address that is secret is not repeated in any message", () => {
    const files = edited("company/routes.yaml", '"#orders-data"', "https://hooks.slack.com/services/T0/B0/xyz");
    expect(linesOf(files).join("\n")).not.toContain("hooks.slack.com");
  });
});

describe("what could not be read at all", () => {
  test("is not missed a second time by the documents that name it", () => {
    const files = edited("teams/orders/team.yaml", "lead: orders-leads\n", "");
    expect(linesOf(files)).toEqual([
      'teams/orders/team.yaml:1:1 missing-key Cannot read a Team without "lead": write it, such as lead: orders-leads',
      "Cannot load 1 of 13 documents: 1 problem",
    ]);
  });

  test("a Directory that cannot be read takes no group from anybody", () => {
    const files = edited("company/directory.yaml", "kind: Directory\n", "kind: Directory\nextra: [\n");
    expect(linesOf(files).filter((line) => line.includes("unknown-group"))).toEqual([]);
  });
});

test("a correction inside a reference replaces the id alone", () => {
  const files = edited("access/company.yaml", "team:security]", "team:securty]");
  const { problems } = checkOf(files);
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    '9:35 Cannot find team "securty": did you mean "security"',
  ]);
  expect(fixDocuments(files, problems).files[0]?.text).toBe(
    SMALL_GOVERNANCE.find(({ path }) => path === "access/company.yaml")?.text,
  );
});

test("a former name that only a folder says is a warning without a correction", () => {
  const files = edited("teams/orders/team.yaml", "id: orders\n", "id: fulfilment\nformerly: [orders]\n");
  const { problems } = checkOf(files);
  const routes = problems.filter(({ file }) => file === "company/routes.yaml");
  expect(routes.map(({ line, severity, fix }) => [line, severity, fix?.text])).toEqual([
    [10, "warning", "fulfilment"],
    [11, "warning", "fulfilment"],
  ]);
  expect(problems.every(({ severity }) => severity === "warning")).toBe(true);
  const { files: fixed } = fixDocuments(files, problems);
  const after = files.map((file) => fixed.find(({ path }) => path === file.path) ?? file);
  expect(linesOf(after)).toEqual(["13 documents load"]);
});

describe("what a tier asks for", () => {
  const returns = (lines: string): readonly SourceFile[] => [
    ...SMALL_GOVERNANCE,
    {
      path: RETURNS.path,
      text: `kind: Dataset\nid: sales.returns\nclassification: internal\nat: {data-prod: s3://saltmarsh-sales-prod/returns/}\n${lines}\n`,
    },
  ];
  const codes = (lines: string) => checkOf(returns(lines)).problems.map(({ code }) => code);

  test("is not asked of one that was only guessed from a misspelt key", () => {
    expect(codes("tier: 0")).toEqual(["runbook-required"]);
    expect(codes("teir: 0")).toEqual(["unknown-key"]);
  });

  test("but a name that nobody has is told at once, also under a misspelt key", () => {
    expect(codes("tier: 1\nownrs: [order-data-owners]")).toEqual(["unknown-key", "unknown-group"]);
  });
});
