import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeFolder } from "#functions/cli/make-folder.ts";

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "tollgate-folder-"));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

describe("a folder that a person names", () => {
  test("is made with all that leads to it, each by the mode that is asked", () => {
    makeFolder(join(room, "deep", "er"), 0o700);
    expect(statSync(join(room, "deep", "er")).isDirectory()).toBe(true);
    expect(statSync(join(room, "deep")).mode & 0o077).toBe(0);
  });

  test("may be there already, and is left as it is, even where it may not be written", () => {
    chmodSync(room, 0o500);
    expect(() => makeFolder(room)).not.toThrow();
    chmodSync(room, 0o700);
  });

  test.each([
    { name: "a-file", because: "a file is there" },
    { name: "a-file/below/it", because: "a file is on the way" },
  ])("cannot be made where $because: the message names the file", ({ name }) => {
    writeFileSync(join(room, "a-file"), "");
    expect(() => makeFolder(join(room, name))).toThrow(`"${join(room, "a-file")}" is no folder`);
  });

  test("cannot be made through a link that leads nowhere, and that is said", () => {
    symlinkSync(join(room, "nowhere"), join(room, "link"));
    expect(() => makeFolder(join(room, "link", "below"))).toThrow(/EEXIST|no folder/);
  });

  // Node's recursive mkdir never returns from this one on Linux; elsewhere nobody may make it either.
  test("cannot be made below /proc, which is said at once", () => {
    expect(() => makeFolder("/proc/tollgate/deep")).toThrow(
      /"\/(proc)?" (takes no new folders|may not be written)|EROFS/,
    );
  });
});
