import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findingText } from "#shared/cost/verify/verify-finding.ts";
import { verifyReport } from "#shared/cost/verify/verify-report.ts";
import { addMoney } from "#shared/kernel/money.ts";
import { manifestText } from "#shared/rendering/cost-report/report-files.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";
import { hashOf, usd } from "#test/support/cost-company.ts";
import { folderOf } from "#test/support/cost-folder.ts";
import { periodsOf } from "#test/support/cost-year.ts";

const deps = { reader: reportReader(hashOf), digest: hashOf };
const honest = folderOf(7, { periods: periodsOf(7).slice(-2) });
const NAMES = ["report.html", "report.json", "allocation.csv", "ledger.csv", "manifest.json"] as const;

const FILES = honest.report.quality.imports.flatMap(({ files }) => files);

const textOf = (name: string): string => new TextDecoder().decode(honest.folder.get(name));

const changed = (name: string, text: string) => new Map([...honest.folder, [name, new TextEncoder().encode(text)]]);

/** As a forger would leave it: the file changed, and every digest made to fit again. */
function forged(name: string, text: string): ReadonlyMap<string, Uint8Array> {
  const folder = changed(name, text);
  const { seal: _, ...manifest } = JSON.parse(textOf("manifest.json"));
  const files = manifest.files.map((file: { name: string }) =>
    file.name === name ? { name, bytes: new TextEncoder().encode(text).length, sha256: hashOf(text) } : file,
  );
  folder.set("manifest.json", new TextEncoder().encode(manifestText({ ...manifest, files }, hashOf)));
  return folder;
}

describe("an honest report", () => {
  test("is confirmed from its files alone, every figure and row", () => {
    const verified = verifyReport(honest.folder, deps);
    expect(verified.findings).toEqual([]);
    expect(verified.report).toBe("finance-monthly-2026-10-v1");
    expect(verified.figures).toBeGreaterThan(500);
    expect(verified.rows).toBe(honest.report.quality.rows);
  });

  test("is confirmed against the rows of its export, whoever bears them", () => {
    const nobody = honest.now.lines.map((line) => ({ ...line, bearer: { kind: "workload" as const, workload: "x" } }));
    expect(verifyReport(honest.folder, deps, { lines: nobody, files: FILES }).findings).toEqual([]);
  });

  test("is refused when the export says otherwise, by day, service and account", () => {
    const [first, ...rest] = honest.now.lines;
    if (first === undefined) throw new Error("no lines");
    const more = { ...first, amounts: { ...first.amounts, billed: addMoney(first.amounts.billed, usd("0.01")) } };
    const [finding] = verifyReport(honest.folder, deps, { lines: [more, ...rest], files: FILES }).findings;
    expect(finding?.file).toBe("ledger.csv");
    expect(finding?.figure).toContain(`${first.day} · AWS · ${first.service}`);
  });

  test.each([
    {
      because: "a file that was taken in is not in the export",
      files: [],
      sentence: /focus\/2026-10\/part-00000\.parquet of manifest\.json: found "no such file in the export"/,
    },
    {
      because: "the export holds a file that was not taken in",
      files: [...FILES, { name: "late.csv", sha256: hashOf("late") }],
      sentence: /late\.csv.*a file that this report was made from/,
    },
    {
      because: "a file of the export has other bytes",
      files: FILES.map(({ name }) => ({ name, sha256: hashOf("altered") })),
      sentence: /no such file in the export/,
    },
  ])("is refused when $because", ({ files, sentence }) => {
    const { findings } = verifyReport(honest.folder, deps, { lines: honest.now.lines, files });
    expect(findings.map(findingText)[0]).toMatch(sentence);
  });
});

describe("one altered byte", () => {
  test.each(NAMES)("of %s is found, wherever it is and whatever it becomes", (name) => {
    const bytes = honest.folder.get(name) ?? new Uint8Array();
    void fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const altered = bytes.slice();
        altered[at] = (altered[at] ?? 0) ^ by;
        const { findings } = verifyReport(new Map([...honest.folder, [name, altered]]), deps);
        expect(findings.length).toBeGreaterThan(0);
        for (const finding of findings.slice(0, 3))
          expect(findingText(finding)).toMatch(/^Cannot confirm .+ of .+: found/s);
      }),
      { numRuns: 8 },
    );
  });

  test.each(NAMES)("dropped from or added to %s is found", (name) => {
    const bytes = honest.folder.get(name) ?? new Uint8Array();
    const longer = new Uint8Array([...bytes, 10]);
    expect(verifyReport(new Map([...honest.folder, [name, bytes.slice(0, -1)]]), deps).findings).not.toEqual([]);
    expect(verifyReport(new Map([...honest.folder, [name, longer]]), deps).findings).not.toEqual([]);
  });

  test.each(NAMES)("%s missing is said by name", (name) => {
    const folder = new Map([...honest.folder].filter(([each]) => each !== name));
    expect(verifyReport(folder, deps).findings[0]).toMatchObject({ file: name, found: "nothing" });
  });
});

describe("a forger who fixes the digests too", () => {
  test.each([
    {
      because: "a total is no longer the sum of its parts",
      name: "report.json",
      forge: (text: string) => text.replace(/"workloads": "(\d+)/, '"workloads": "1$1'),
      figure: "tie/workloads",
    },
    {
      because: "a workload no longer bears what its lines and splits give it",
      name: "ledger.csv",
      forge: (text: string) => text.replaceAll("workload:tax-feeds", "workload:churn-model"),
      figure: "workloads/workload:tax-feeds/actual",
    },
    {
      because: "a row of the allocation was dropped",
      name: "allocation.csv",
      forge: (text: string) => text.replace(/\r\nown,2026-10,orders,workload:orders-etl[^\r]*/, ""),
      figure: "own/workload:orders-etl/billed",
    },
    {
      because: "the page shows another amount than the data holds",
      name: "report.html",
      forge: (text: string) => text.replace(/(data-figure="numbers\/billed"[^>]*>)[^<]*/, "$1$1,000"),
      figure: "numbers/billed",
    },
  ])("is found where $because", ({ name, forge, figure }) => {
    const text = forge(textOf(name));
    expect(text).not.toBe(textOf(name));
    expect(verifyReport(forged(name, text), deps).findings.map((finding) => finding.figure)).toContain(figure);
  });
});

test("a page whose words were changed is told by the line and the words, not by how every page begins", () => {
  const text = textOf("report.html").replace("Five numbers", "Four numbers");
  const finding = verifyReport(changed("report.html", text), deps).findings.find(({ figure }) => figure === "the text");
  const line = text.slice(0, text.indexOf("Four numbers")).split("\n").length;
  expect(finding?.found).toMatch(new RegExp(`^line ${line}: .*Four numbers`, "s"));
  expect(finding?.expected).toContain("Five numbers");
});

test("whatever lies in the files, the answer is findings and never a fault", () => {
  void fc.assert(
    fc.property(
      fc.constantFrom(...NAMES),
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.string().map((text) => new TextEncoder().encode(text)),
        fc.json().map((text) => new TextEncoder().encode(text)),
        fc
          .constantFrom('{"__proto__":1}', "[]", "null", '"', "\ufeff", "a,b\r\n", '"a')
          .map((text) => new TextEncoder().encode(text)),
      ),
      (name, bytes) => {
        expect(verifyReport(new Map([...honest.folder, [name, bytes]]), deps).findings.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 40 },
  );
});
