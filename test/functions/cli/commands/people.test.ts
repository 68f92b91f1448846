import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
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
