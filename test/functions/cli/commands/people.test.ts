import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cliIn, jsonOf } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

let plane: RunningTestPlane;
const room = mkdtempSync(join(tmpdir(), "tollgate-people-"));
const file = join(room, "people.json");
beforeAll(async () => {
  plane = await runningPlane({ sample: false });
  writeFileSync(file, JSON.stringify({ people: [{ id: "ann", name: "Ann", groups: ["everybody"], active: true }] }));
});
afterAll(async () => {
  rmSync(room, { recursive: true, force: true });
  await plane.close();
});

const tollgate = (...words: readonly string[]) => cliIn({ env: { TOLLGATE_URL: plane.url } })(...words);

test("people load acts as whom --as names, not as whoever acts where nobody is named", async () => {
  expect(await tollgate("people", "load", file, "--as", "nobody")).toMatchObject({
    exit: 1,
    err: expect.stringContaining('Cannot sign in as "nobody"'),
  });
});

test("people load answers in JSON, or in lines of which the second names groups that count for nothing", async () => {
  const loaded = { people: 1, changed: 1, unknownGroups: ["everybody"] };
  expect(jsonOf(await tollgate("people", "load", file, "--json"))).toEqual(loaded);
  expect((await tollgate("people", "load", file)).out).toMatch(/^1 person, 0 changed\nNo Directory .*: everybody\n$/);
});

test("people load sends no file in which a field stands twice", async () => {
  const doubled = join(room, "doubled.json");
  writeFileSync(
    doubled,
    '{"people": [{"id": "ann", "name": "Ann", "groups": ["everybody"], "active": true, "active": false}]}',
  );
  expect(await tollgate("people", "load", doubled)).toMatchObject({
    exit: 2,
    err: expect.stringContaining("/people/0/active stands twice, and only one of them can be meant"),
  });
});

describe("a file of people", () => {
  const bytes = (name: string): Buffer =>
    Buffer.from(JSON.stringify({ people: [{ id: "mia", name, groups: [], active: true }] }), "latin1");

  test.each([
    { because: "Latin-1, whose letters would come to be others", content: bytes("Mia M\u00fcller") },
    { because: "UTF-16", content: Buffer.from(`\ufeff${bytes("Mia").toString()}`, "utf16le") },
    { because: "compressed", content: gzipSync(bytes("Mia")) },
  ])("is not sent in another encoding: $because", async ({ content }) => {
    const odd = join(room, "odd.json");
    writeFileSync(odd, content);
    expect(await tollgate("people", "load", odd)).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^Cannot read ".*odd\.json": .*UTF-8/),
    });
  });

  test("is read behind a byte order mark, as Windows writes it", async () => {
    const marked = join(room, "marked.json");
    writeFileSync(marked, Buffer.concat([Buffer.from("\ufeff"), bytes("Mia")]));
    expect((await tollgate("people", "load", marked)).out).toMatch(/^1 person/);
  });
});
