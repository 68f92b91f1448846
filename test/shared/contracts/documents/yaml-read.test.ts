import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import type { YamlNode } from "#shared/contracts/documents/node.ts";
import { readYaml } from "#shared/contracts/documents/yaml-read.ts";
import { saidOf } from "#test/support/documents.ts";

// Properties take their time on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 });

const plain = (node: YamlNode | undefined): unknown => {
  if (node === undefined || node.kind === "empty") return undefined;
  if (node.kind === "text") return node.text;
  if (node.kind === "list") return node.items.map(plain);
  return node.entries.map(({ key, value }) => [key.text, plain(value)]);
};

const rootsOf = (text: string) => readYaml(text).documents.map(({ root }) => plain(root));

describe("a file as YAML", () => {
  test.each([
    { because: "Norway", text: "a: NO", value: "NO" },
    { because: "an account number keeps its zero", text: "a: 012345678901", value: "012345678901" },
    { because: "a time is no number of base 60", text: "a: 17:30", value: "17:30" },
    { because: "a version keeps its zero", text: "a: 1.10", value: "1.10" },
    { because: "a date is not a moment", text: "a: 2027-03-31", value: "2027-03-31" },
    { because: "true is a word until a field reads it", text: "a: true", value: "true" },
    { because: "null is a word too", text: "a: null", value: "null" },
    { because: "a tilde is a word too", text: "a: ~", value: "~" },
    { because: "quotes are taken off", text: "a: 'it''s'", value: "it's" },
    { because: "a folded text is one line", text: "a: >-\n  one\n  two", value: "one two" },
  ])("is text: $because", ({ text, value }) => {
    expect(rootsOf(text)).toEqual([[["a", value]]]);
  });

  test("may hold several documents, and one of comments only is none", () => {
    expect(rootsOf("# only words\n---\na: 1\n---\n# nothing\n---\nb: 2\n")).toEqual([[["a", "1"]], [["b", "2"]]]);
  });

  test("reads a byte order mark and Windows line ends as they are meant", () => {
    expect(rootsOf("\ufeffa: 1\r\nb:\r\n  - c\r\n")).toEqual([
      [
        ["a", "1"],
        ["b", ["c"]],
      ],
    ]);
  });

  test("keeps __proto__ and constructor as names like any other", () => {
    expect(rootsOf("__proto__: {polluted: yes}\nconstructor: x\n")).toEqual([
      [
        ["__proto__", [["polluted", "yes"]]],
        ["constructor", "x"],
      ],
    ]);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  test.each([
    {
      because: "an anchor and its alias",
      text: "a: &x 1\nb: *x\n",
      said: [
        '1:4 anchor Cannot read "&x": an anchor is not part of the language; write the value where it is used',
        '2:4 alias Cannot read "*x": an alias is not part of the language; write the value here, or in quotes if it is text',
      ],
    },
    {
      because: "a pattern that forgot its quotes",
      text: "type: [*.bucket]\n",
      said: [
        '1:8 alias Cannot read "*.bucket": an alias is not part of the language; write the value here, or in quotes if it is text',
      ],
    },
    {
      because: "a tag",
      text: "a: !!int 3\n",
      said: ['1:4 tag Cannot read "!!int": a tag is not part of the language; the field decides the type of a value'],
    },
    {
      because: "a merge key",
      text: "kind: Team\n<<: {a: b}\n",
      said: [
        '2:1 merge-key Cannot read "<<": a merge key is not part of the language; write the keys where they are used',
      ],
    },
    {
      because: "a directive",
      text: "%YAML 1.1\n---\na: 1\n",
      said: ['1:1 directive Cannot read "%YAML 1.1": a directive is not part of the language; leave the line out'],
    },
    {
      because: "a tab as indentation",
      text: "a:\n\tb: c\n",
      said: ['2:1 syntax Cannot read "b: c": lines are indented with spaces, not with tabs'],
    },
    {
      because: "a text with a colon",
      text: "title: Orders: all of them\n",
      said: [
        '1:8 syntax Cannot read "title: Orders: all of them": a value cannot hold ": " without quotes; put it in quotes, or begin the key on a line of its own',
      ],
    },
    {
      because: "a bracket that never closes",
      text: "a: [b, c\n",
      said: [/^2:1 syntax Cannot read "a: \[b, c": .* a bracket is not closed/],
    },
    {
      because: "a control character, which a terminal would obey",
      text: "a: \u001b[31mred\n",
      said: [
        '1:4 control-character Cannot read this file as text: it holds the control character "\\u001b"; remove it, or write it as an escape in double quotes',
      ],
    },
    {
      because: "a zero byte, so a binary file",
      text: "\u0000\u0001\u0002PK",
      said: [/^1:1 control-character Cannot read this file as text: it holds the control character "\\u0000"/],
    },
    {
      because: "brackets a thousand deep",
      text: `a: ${"[".repeat(1000)}`,
      said: ["1:36 too-deep Cannot read this file: it nests more than 32 levels"],
    },
    {
      because: "a hundred thousand lists in one line",
      text: "- ".repeat(100_000),
      said: ["1:65 too-deep Cannot read this file: it nests more than 32 levels"],
    },
    {
      because: "keys without end",
      text: "? ".repeat(100_000),
      said: ["1:65 too-deep Cannot read this file: it nests more than 32 levels"],
    },
    {
      because: "indentation 40 deep",
      text: Array.from({ length: 40 }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
      said: [/too-deep Cannot read this document: it nests more than 32 levels/],
    },
    {
      because: "a file of more than a million characters",
      text: `a: ${"x".repeat(1_000_001)}`,
      said: ["1:1 too-large Cannot read a file of 1000004 characters: at most 1000000"],
    },
    {
      because: "a key that is a list",
      text: "? [a]\n: b\n",
      said: [/key Cannot read this key: a key is a plain text/],
    },
  ])("is refused by name and place: $because", ({ text, said }) => {
    const found = saidOf(text);
    for (const line of said) {
      expect(found).toContainEqual(typeof line === "string" ? line : expect.stringMatching(line));
    }
  });

  test("a key twice is refused, and both are pointed at by the second", () => {
    expect(saidOf("kind: Team\nid: a\nid: b\n")[0]).toMatch(/^1:1 missing-key/);
    expect(saidOf("kind: Team\nid: a\nid: b\n")).toContain(
      '3:1 duplicate-key Cannot read "id": the key is there twice; keep one of them',
    );
  });

  test("an alias bomb is refused before anything of it is opened", () => {
    const bomb = ["a: &a [x]", ...Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*a, *a, *a, *a]`)].join("\n");
    const began = performance.now();
    expect(readYaml(bomb).documents).toEqual([]);
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  test("a file full of what the language does not have says it twenty times, not ten thousand", () => {
    expect(readYaml("a: !x b\n".repeat(10_000)).faults).toHaveLength(20);
  });

  test("a syntax error of one document leaves the others judged", () => {
    const found = saidOf("kind: Team\nid: a\n---\na: [\n---\nkind: Datset\nid: x\n");
    expect(found.some((line) => line.includes(" syntax "))).toBe(true);
    expect(found.some((line) => line.startsWith("1:1 missing-key"))).toBe(true);
  });

  test("ten thousand keys are read in linear time", () => {
    const many = Array.from({ length: 30_000 }, (_, at) => `k${at}: v`).join("\n");
    const began = performance.now();
    expect(readYaml(many).documents[0]?.faults).toEqual([]);
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});

describe("any text whatsoever", () => {
  const pieces = fc.constantFrom(
    ..."[]{}:-?,#&*!|>'\"%@` \n\t\r\\~<=".split(""),
    "a",
    "kind: Team\n",
    "---\n",
    "...\n",
    "  ",
    "\u0000",
    "\ud800",
    "\u2028",
    "é",
    "<<: ",
    "__proto__: ",
  );

  test("is answered with documents or faults, never with an error", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
        ),
        (text) => {
          const { documents, faults } = readYaml(text);
          for (const { range } of [...faults, ...documents.flatMap((each) => each.faults)]) {
            expect(range.from).toBeGreaterThanOrEqual(0);
            expect(range.to).toBeLessThanOrEqual(text.length + 1);
            expect(range.from).toBeLessThanOrEqual(range.to);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test("that is a value in quotes comes back as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(plain(readYaml(`a: ${JSON.stringify(text)}`).documents[0]?.root)).toEqual([["a", text]]);
      }),
      { numRuns: 300 },
    );
  });

  test("the range of every value holds exactly what was written", () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 8 }), (pairs) => {
        const text = pairs.map(([key, value], at) => `${key}${at}:   ${value}  # c\n`).join("");
        const root = readYaml(text).documents[0]?.root;
        const ranges = root?.kind === "map" ? root.entries.map(({ value }) => value.range) : [];
        expect(ranges.map(({ from, to }) => text.slice(from, to))).toEqual(pairs.map(([, value]) => value));
      }),
      { numRuns: 100 },
    );
  });
});
