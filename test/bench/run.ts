// npm run bench [-- --smoke] [name …]: runs each benchmark program by itself and ends with how many
// ran. A program prints its figures beside a baseline of the same run; missing an aim is no failure.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dirname;
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));

const programs = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "main.ts")))
  .map((entry) => entry.name)
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .toSorted();

let failed = 0;
for (const name of programs) {
  process.stdout.write(`\n== ${name} ${flags.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, ["--expose-gc", join(folder, name, "main.ts"), ...flags], {
    stdio: "inherit",
  });
  if (status !== 0) failed += 1;
}

const passed = programs.length - failed;
const tally = process.env["TALLY_FILE"];
if (tally !== undefined) appendFileSync(tally, `${passed} ${failed}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
