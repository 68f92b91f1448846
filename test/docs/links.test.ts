import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

const CODE_FOLDERS = ["functions", "infra", "shared", "test", ".ci"];

function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

const named = (path: string): string => relative(ROOT, path);
const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...filesBelow(join(ROOT, "docs"), /\.md$/).map(named),
];

const CODE = [
  ...CODE_FOLDERS.flatMap((folder) => filesBelow(join(ROOT, folder), /\.(ts|html|css|yaml)$/).map(named)),
  ".dependency-cruiser.mjs",
];

/** What GitHub makes of a heading: lower case, words joined by dashes. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

const anchorsOf = (path: string): readonly string[] =>
  [...text(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

function linkFault(from: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? from : named(resolve(ROOT, dirname(from), decodeURIComponent(path)));
  if (target.startsWith("..")) return `${link} leads out of the project`;
  if (!existsSync(join(ROOT, target))) return `${link} leads nowhere`;
  if (anchor === undefined || !target.endsWith(".md")) return undefined;
  return anchorsOf(target).includes(anchor) ? undefined : `${target} has no heading "${anchor}"`;
}

/** Paths in backticks; a part in `<angle brackets>` stands for something, and such a path is no path. */
const citedPaths = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/`((?:functions|infra|shared|test|docs|\.ci)\/[^`\s]*)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => !/[<>*{}$…]/.test(path));

describe.each(DOCUMENTS)("%s", (document) => {
  test("links to what is there", () => {
    const links = [...text(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const faults = links.filter((link) => !/^(https?|mailto):/.test(link)).map((link) => linkFault(document, link));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  test("names paths that are there", () => {
    expect(citedPaths(text(document)).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("names commands of package.json and no other", () => {
    const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
    const runs = [...text(document).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = ""]) => name);
    expect(runs.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test("code cites documents that are there", () => {
  const faults = CODE.flatMap((path) =>
    [...text(path).matchAll(/docs\/[\w./-]+\.(?:md|png)/g)]
      .map(([cited]) => cited)
      .filter((cited) => !existsSync(join(ROOT, cited)))
      .map((cited) => `${path}: ${cited}`),
  );
  expect(faults).toEqual([]);
});

test("a decision that is named by its number is there, and a number is given once", () => {
  const numbers = readdirSync(join(ROOT, "docs/decisions")).map((name) => name.slice(0, 4));
  expect(new Set(numbers).size).toBe(numbers.length);
  const cited = [...DOCUMENTS, ...CODE].flatMap((path) =>
    [...text(path).matchAll(/\b[Dd]ecision (\d{4})\b/g)].map(([, number = ""]) => ({ path, number })),
  );
  expect(cited.filter(({ number }) => !numbers.includes(number))).toEqual([]);
});

test("what can be wrong with Tollgate itself has a runbook of its name", () => {
  const [, union = ""] = /export type TollgateRule =([^;]+);/.exec(text("shared/findings/tollgate-finding.ts")) ?? [];
  const rules = [...union.matchAll(/"([^"]+)"/g)].map(([, rule = ""]) => rule);
  expect(rules.length).toBeGreaterThan(5);
  const runbooks = readdirSync(join(ROOT, "docs/runbooks")).map((name) => name.replace(/\.md$/, ""));
  // Those of alarms are held against the template (test/infra/aws/keeping.test.ts).
  const alarms = [
    ...["accounts-unreconciled", "dead-letters", "drift", "event-loss", "failed-seals", "function-failing"],
    ...["overdue-seconds", "queue-age", "revocation-latency", "unproved-seconds"],
    ...["unwell", "failed-runs", "failed-requests", "lost-events"],
  ];
  expect(runbooks.toSorted()).toEqual(["policy-finding", ...alarms, ...rules].toSorted());
});

test("pictures are small enough for a page", () => {
  const large = readdirSync(join(ROOT, "docs/images")).filter(
    (name) => statSync(join(ROOT, "docs/images", name)).size > 150_000,
  );
  expect(large).toEqual([]);
});
