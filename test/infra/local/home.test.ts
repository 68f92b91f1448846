import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyHome, HomeError, holdsState, openHome } from "#infra/local/home.ts";

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "tollgate-home-"));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

describe("the home of a plane", () => {
  test("is made with all that leads to it, for its owner alone, and is empty", () => {
    const home = openHome(join(room, "deep", "er"));
    expect(readdirSync(home.folder)).toEqual(["files"]);
    expect(statSync(home.folder).mode & 0o077).toBe(0);
    expect(holdsState(home.folder)).toBe(false);
  });

  test("is taken as it is when it is there", () => {
    const home = openHome(room);
    writeFileSync(home.stateFile, "state");
    expect(openHome(room)).toEqual(home);
    expect(holdsState(room)).toBe(true);
  });

  test.each(["a-file", "a-file/below"])('cannot be "%s": the message names it', (name) => {
    writeFileSync(join(room, "a-file"), "");
    expect(() => openHome(join(room, name))).toThrow(HomeError);
    expect(() => openHome(join(room, name))).toThrow(`Cannot keep state in "${join(room, name)}"`);
  });

  test("loses all that the plane keeps when it is emptied, and nothing of anybody else", () => {
    const home = openHome(room);
    for (const file of [
      home.stateFile,
      `${home.stateFile}-wal`,
      home.keyFile,
      home.logFile,
      home.addressFile,
      join(home.files, "a"),
    ]) {
      writeFileSync(file, "x");
    }
    mkdirSync(home.outbox);
    writeFileSync(join(home.outbox, "a.eml"), "x");
    writeFileSync(join(room, "notes.txt"), "mine");
    mkdirSync(join(room, "other"));
    mkdirSync(home.sampleFolder, { recursive: true });
    writeFileSync(join(home.sampleFolder, "tollgate.yaml"), "kind: Company # as somebody changed it\n");
    emptyHome(room);
    expect(readdirSync(room).toSorted()).toEqual(["notes.txt", "other", "sample.old"]);
    const aside = join(room, "sample.old", "governance", "tollgate.yaml");
    expect(readFileSync(aside, "utf8")).toBe("kind: Company # as somebody changed it\n");
    emptyHome(room);
    expect(existsSync(aside)).toBe(true);
    emptyHome(join(room, "never"));
    expect(existsSync(join(room, "never"))).toBe(false);
  });
});
