import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { MailFolder } from "#shared/adapters/local/mail-folder.ts";
import { at } from "#test/support/findings.ts";
import { readMail } from "#test/support/mail-reader.ts";

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "tollgate-outbox-"));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const message = {
  key: "R-1#asked",
  destination: { via: "mail", address: "orders@example.com" },
  title: "Decide",
  lines: [],
  path: "/d/R-1",
} as const;

const folderAt = (folder: string) =>
  new MailFolder({
    folder,
    clock: virtualClock(at("2026-11-23T09:00:00Z")),
    urlOf: (path) => `http://plane${path}`,
  });

test("mail of one moment lands in files of their own, named by it, for their owner alone, and nothing beside them", async () => {
  const folder = join(room, "deep", "outbox");
  for (const key of ["one", "one", "two"]) await folderAt(folder).send({ ...message, key });
  const names = readdirSync(folder);
  expect(names).toHaveLength(3);
  for (const name of names) {
    expect(name).toMatch(/^2026-11-23T09-00-00\.000Z-[0-9a-f]{8}(-2)?\.eml$/);
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  }
  expect(statSync(folder).mode & 0o077).toBe(0);
});

test("its link is what the plane makes of the message's path", async () => {
  await folderAt(room).send(message);
  const [name = ""] = readdirSync(room);
  expect(readMail(readFileSync(join(room, name), "utf8")).text).toContain("Open: http://plane/d/R-1");
});

test("a folder that cannot be is told by its fault, and may be there when it is tried again", async () => {
  expect(await folderAt("/dev/null/outbox").send(message)).toEqual({
    kind: "failed",
    because: "the folder cannot be written: ENOTDIR",
    forGood: false,
  });
});
