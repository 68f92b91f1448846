import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installEmulator } from "#infra/emulator/install.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "install-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A Python of that version; it can import what venv needs, or not. */
function pythonOf(version: string, whole: boolean): string {
  const path = join(folder, "python");
  writeFileSync(
    path,
    `#!/bin/sh\ncase "$2" in *version_info*) echo ${version};; *ensurepip*) exit ${whole ? 0 : 1};; *) exit 3;; esac\n`,
  );
  chmodSync(path, 0o700);
  return path;
}

describe("installEmulator refuses, in words that say what to do, and leaves nothing,", () => {
  test.each([
    { python: () => join(folder, "absent"), words: "does not run; install Python 3.11 or newer", why: "no Python" },
    { python: () => pythonOf("3.10", true), words: "is Python 3.10; it takes 3.11 or newer", why: "an old Python" },
    { python: () => pythonOf("2.7", true), words: "is Python 2.7; it takes 3.11 or newer", why: "a very old one" },
    {
      python: () => pythonOf("3.13", false),
      words: "Python 3.13 has no ensurepip; install its package (Debian, Ubuntu: apt install python3.13-venv)",
      why: "a Python of Debian without its venv package",
    },
    { python: () => pythonOf("3.11", true), words: "-m venv", why: "a venv that cannot be made" },
  ])("$why", ({ python, words }) => {
    expect(() => installEmulator({ folder: join(folder, "venv"), python: python() })).toThrow(words);
    expect(existsSync(join(folder, "venv", "installed.sha256"))).toBe(false);
  });
});

describe("the lock", () => {
  const lock = readFileSync("infra/emulator/requirements.txt", "utf8");

  test("pins the one version of ministack that the launcher takes", () => {
    const [, pinned] = /^PINNED = "(.+)"$/m.exec(readFileSync("infra/emulator/launcher.py", "utf8")) ?? [];
    expect(lock).toContain(`\nministack==${pinned} `);
  });

  test("names what the emulator needs and does not itself ask for", () => {
    expect(lock).toMatch(/^cryptography==/m);
    expect(lock).toMatch(/^boto3==/m);
  });

  test("has an exact version and a hash for every package, and no place to fetch from", () => {
    const entries = lock.split(/\n(?=\w)/).filter((entry) => !entry.startsWith("#"));
    expect(entries.length).toBeGreaterThan(20);
    const loose = entries.filter((entry) => !/^[\w.-]+==[\w.]+ \\\n\s+--hash=sha256:[0-9a-f]{64}/.test(entry));
    expect(loose).toEqual([]);
    expect(lock).not.toMatch(/https?:|--(extra-)?index-url|--find-links/);
  });
});
