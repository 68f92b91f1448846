import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ToolError } from "./tool-error.ts";

/** What of Python's is installed, by its name in messages and its lock. */
export type Package = { readonly what: string; readonly lock: string };

export type Install = {
  /** The virtual environment; made here, and removed before it is made anew. */
  readonly folder: string;
  /** Names the Python that makes it: 3.11 or newer, for which the locks are written. */
  readonly python: string;
};

export type Installed = {
  /** The interpreter that has the package. */
  readonly python: string;
  /** False when what the lock asks for was there already. */
  readonly fresh: boolean;
};

/** The Python of this computer, or the one that PYTHON names. */
export const usualPython = (): string => process.env["PYTHON"] || "python3";

/**
 * Installs what the lock says, hash by hash; does nothing when this lock is installed.
 *
 * What was installed is written down last, so an install that was cut short is made anew.
 * @throws ToolError when Python is absent, too old or incomplete, or a package is not what the lock says
 */
export function installPackage({ what, lock }: Package, { folder, python }: Install): Installed {
  const own = join(folder, "bin", "python");
  const stamp = join(folder, "installed.sha256");
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");
  if (existsSync(own) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted)
    return { python: own, fresh: false };

  refuseUnfit(python, what);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  for (const [program, words] of [
    [python, ["-m", "venv", folder]],
    [own, ["-m", "pip", "install", "--quiet", "--no-input", "--only-binary", ":all:", "--require-hashes", "-r", lock]],
  ] as const)
    run(program, words, what);
  writeFileSync(stamp, wanted);
  return { python: own, fresh: true };
}

function refuseUnfit(python: string, what: string): void {
  const asked = spawnSync(python, ["-c", "import sys; print(*sys.version_info[:2], sep='.')"], { encoding: "utf8" });
  if (asked.status !== 0)
    throw new ToolError(
      `Cannot install ${what}: "${python}" does not run; install Python 3.11 or newer (Debian, Ubuntu: apt install python3 python3-venv), or name it in PYTHON`,
    );
  const version = asked.stdout.trim();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major !== 3 || minor < 11)
    throw new ToolError(
      `Cannot install ${what}: "${python}" is Python ${version}; it takes 3.11 or newer, named in PYTHON`,
    );
  // Debian and Ubuntu ship Python without it, and venv then fails halfway with a long text.
  if (spawnSync(python, ["-c", "import ensurepip, venv"]).status !== 0)
    throw new ToolError(
      `Cannot install ${what}: Python ${version} has no ensurepip; install its package (Debian, Ubuntu: apt install python${version}-venv)`,
    );
}

function run(program: string, words: readonly string[], what: string): void {
  const ran = spawnSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (ran.status === 0) return;
  const said = `${ran.stdout ?? ""}${ran.stderr ?? ""}`.trim().split("\n").slice(-12).join("\n");
  throw new ToolError(`Cannot install ${what}: ${program} ${words.slice(0, 3).join(" ")} failed:\n${said}`);
}
