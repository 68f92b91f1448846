import { describe, expect, test } from "vitest";

import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import { readText, said, saidOf, TODAY } from "#test/support/documents.ts";
import { SMALL_GOVERNANCE } from "#test/support/small-governance.ts";

const read = (files: readonly SourceFile[]) => readDocuments(files, { today: TODAY });

const team = (id: string) => `kind: Team\nid: ${id}\nmembers: [a]\nlead: b\ndataOwners: c\n`;

const workload = (id: string, extra = "") => `kind: Workload\nid: ${id}\ntier: 2\n${extra}`;

const teamsOf = (files: readonly SourceFile[]) =>
  Object.fromEntries(
    read(files)
      .documents.filter(({ kind }) => kind === "Workload")
      .map((document) => [document.id, [document.team, document.teamFrom]]),
  );

describe("the team of a folder", () => {
  test("owns what is in it and below, and names no other team", () => {
    expect(
      teamsOf([
        { path: "teams/orders/team.yaml", text: team("orders") },
        { path: "teams/orders/a.yaml", text: workload("in-folder") },
        { path: "teams/orders/deep/down/b.yaml", text: workload("below") },
        { path: "teams/orders/c.yaml", text: workload("named", "team: finance\n") },
        { path: "teams/d.yaml", text: workload("above") },
        { path: "teams/orders-other/e.yaml", text: workload("beside") },
      ]),
    ).toEqual({
      "in-folder": ["orders", "folder"],
      below: ["orders", "folder"],
      named: ["finance", undefined],
      above: [undefined, undefined],
      beside: [undefined, undefined],
    });
  });

  test("is the nearest one above, and of a folder with two teams neither", () => {
    expect(
      teamsOf([
        { path: "team.yaml", text: team("root") },
        { path: "a.yaml", text: workload("at-root") },
        { path: "x/team.yaml", text: team("near") },
        { path: "x/y/b.yaml", text: workload("nearest") },
        { path: "two/teams.yaml", text: `${team("one")}---\n${team("other")}` },
        { path: "two/c.yaml", text: workload("whose") },
        { path: "two/deep/d.yaml", text: workload("whose-below") },
      ]),
    ).toEqual({
      "at-root": ["root", "folder"],
      nearest: ["near", "folder"],
      whose: [undefined, undefined],
      "whose-below": [undefined, undefined],
    });
  });

  test("is no matter of the order of files", () => {
    const files = [
      { path: "t/a.yaml", text: workload("a") },
      { path: "t/team.yaml", text: team("orders") },
    ];
    expect(teamsOf(files)).toEqual(teamsOf(files.toReversed()));
  });
});

describe("what this version does not read yet", () => {
  test.each([
    {
      because: "hours",
      text: "kind: Calendar\nid: office\nhours: {mon-fri: 09:00-17:30}\n",
      says: 'Calendar "office" is not read by this version: whether it is these hours counts as unknown',
    },
    {
      because: "CEL as a condition",
      text: "kind: Policy\nid: idle\ntype: condition\ncondition: {violation: 'a > b'}\n",
      says: 'Policy "idle" is not read by this version: policies of type condition judge nothing yet',
    },
    {
      because: "CEL in a scope",
      text: "kind: Policy\nid: big\ntype: tagging\nscope: [{type: s3.bucket}, {cel: 'resource.size > 3'}]\n",
      says: 'Policy "big" is not read by this version: a scope with cel is not understood yet',
    },
  ])("is recognised and said, and is no problem: $because", ({ text, says }) => {
    const { documents, problems, unread, broken } = readText(text);
    expect({ documents, problems, broken }).toEqual({ documents: [], problems: [], broken: [] });
    expect(unread.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)).toEqual([
      `a.yaml:1:1 ${says}`,
    ]);
  });
});

describe("a document in the form of another tool", () => {
  test("is answered with the flat form of it", () => {
    const text = [
      "apiVersion: tollgate/v1",
      "kind: Dataset",
      "metadata: {name: sales.orders, labels: {a: b}}",
      "spec:",
      "  classification: internal",
      "  tier: 1",
    ].join("\n");
    expect(saidOf(text)).toEqual([
      '4:1 envelope Cannot read "metadata" and "spec": a document is flat, such as {kind: Dataset, id: sales.orders, classification: internal, tier: 1}',
    ]);
  });

  test("is refused for either part alone", () => {
    expect(saidOf("kind: Team\nspec: {lead: x}\n")).toEqual([
      '2:1 envelope Cannot read "spec": a document is flat, such as {kind: Team, lead: x}',
    ]);
  });
});

describe("a secret", () => {
  const held = (value: string) =>
    `kind: Team\nid: a\nmembers: [x]\nlead: y\ndataOwners: z\nannotations: {note: ${value}}\n`;

  test.each([
    { because: "Slack", value: "https://hooks.slack.com/services/T0/B0/abc", name: "a Slack address" },
    { because: "Teams", value: "https://x.webhook.office.com/webhookb2/abc", name: "a Teams address" },
    { because: "a Slack token", value: ["xoxb", "123456789012", "abcdefghijkl"].join("-"), name: "a Slack token" },
    { because: "an AWS key", value: ["AKIA", "ABCDEFGHIJKLMNOP"].join(""), name: "an AWS access key" },
    { because: "a private key", value: '"-----BEGIN RSA PRIVATE KEY-----"', name: "a private key" },
    { because: "a password", value: "https://ann:hunter2@example.com/", name: "a password" },
  ])("is refused in any text, and never repeated: $because", ({ value, name }) => {
    const found = saidOf(held(value));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`secret Cannot keep ${name} here: `);
    expect(found[0]).not.toContain(value.slice(10));
  });

  test("in the place of a key is refused too", () => {
    const key = ["AKIA", "ABCDEFGHIJKLMNOP"].join("");
    expect(saidOf(`kind: Team\nid: a\nmembers: [x]\nlead: y\ndataOwners: z\n${key}: x\n`)).toEqual([
      "6:1 secret Cannot keep an AWS access key here: keys are never written; revoke it, it is in the history now",
    ]);
  });
});

describe("where something stands", () => {
  const { positionOf, documents } = read(SMALL_GOVERNANCE);
  const at = (kind: (typeof documents)[number]["kind"], id: string, pointer: string) => {
    const place = positionOf({ document: { kind, id }, pointer });
    return place === undefined ? undefined : `${place.file}:${place.line}:${place.column}`;
  };

  test.each([
    { because: "a value", pointer: "/classification", is: "3:17" },
    { because: "an item of a list", pointer: "/labels/0", is: "4:10" },
    { because: "an account, by its key", pointer: "/at/data-prod", is: "6:6" },
    { because: "a place that the parsed form puts deeper", pointer: "/at/data-prod/places/1", is: "6:53" },
    { because: "what was never written, by what would hold it", pointer: "/owners/0", is: "1:1" },
    { because: "the document", pointer: "", is: "1:1" },
  ])("is found by its pointer: $because", ({ pointer, is }) => {
    expect(at("Dataset", "sales.orders", pointer)).toBe(`teams/orders/orders.yaml:${is}`);
  });

  test.each([
    { because: "one word where the parsed form has a list", pointer: "/lead/0", is: "4:7" },
    { because: "an item", pointer: "/members/0", is: "3:11" },
  ])("is found in another file: $because", ({ pointer, is }) => {
    expect(at("Team", "orders", pointer)).toBe(`teams/orders/team.yaml:${is}`);
  });

  test.each([
    { because: "a map where the parsed form has a list", pointer: "/rules/1/when/0/access/0", is: "12:20" },
    { because: "one who decides as a stage", pointer: "/rules/1/approve/0/of/0", is: "13:15" },
    { because: "the team in a word", pointer: "/rules/0/approve/1/of/0/team", is: "9:35" },
    { because: "one of several", pointer: "/rules/3/approve/0/of/1", is: "21:36" },
  ])("is found in rules: $because", ({ pointer, is }) => {
    expect(at("AccessPolicy", "company", pointer)).toBe(`access/company.yaml:${is}`);
  });

  test("is told apart for two documents of one id", () => {
    const { positionOf: of } = readText(`${team("x")}---\n${team("x")}`);
    const line = (copy?: number) =>
      of({ document: { kind: "Team", id: "x", ...(copy === undefined ? {} : { copy }) }, pointer: "/id" })?.line;
    expect([line(), line(1), line(2)]).toEqual([2, 8, undefined]);
  });

  test("counts lines and columns the same with Windows line ends and a byte order mark", () => {
    const text = "kind: Team\nid: a\nlead: [PT4H, 'B C']\n";
    const plain = saidOf(text);
    expect(saidOf(text.replaceAll("\n", "\r\n"))).toEqual(plain);
    expect(saidOf(`\ufeff${text}`)).toEqual(plain);
  });
});

describe("a repository", () => {
  test("has every document judged, in the order of files, lines and columns", () => {
    const { problems, count } = read([
      { path: "b.yaml", text: "kind: Taem\nid: B\n---\nkind: Nothing\nid: y\n" },
      { path: "a.yaml", text: "- not a map\n---\njust text\n" },
    ]);
    expect(count).toBe(4);
    expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
      "a.yaml:1 map",
      "a.yaml:3 map",
      "b.yaml:1 missing-key",
      "b.yaml:1 missing-key",
      "b.yaml:1 missing-key",
      "b.yaml:1 unknown-kind",
      "b.yaml:2 id",
      "b.yaml:4 unknown-kind",
    ]);
  });

  test("of no file, and of empty files, is empty", () => {
    expect(read([])).toMatchObject({ documents: [], problems: [], count: 0 });
    expect(
      read([
        { path: "a.yaml", text: "" },
        { path: "b.yaml", text: "# nothing\n---\n---\n" },
      ]),
    ).toMatchObject({
      documents: [],
      problems: [],
      count: 0,
    });
  });

  test("keeps prototype keys as names that nothing inherits from", () => {
    const text = `${team("a")}annotations: {__proto__: polluted, constructor: x}\n`;
    const [document] = readText(text).documents;
    expect(Object.keys(document?.annotations ?? {})).toEqual(["__proto__", "constructor"]);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(said(readText(`${team("a")}__proto__: {team: x}\n`).problems)[0]).toMatch(
      /^6:1 unknown-key Cannot read "__proto__" in a Team/,
    );
  });

  test("shows what a terminal would obey as what it is", () => {
    expect(saidOf('kind: Team\nid: "\\e[2J\\u202Ex"\n')).toContainEqual(
      expect.stringContaining('Cannot read "\\u001b[2J\\u202ex"'),
    );
  });
});
