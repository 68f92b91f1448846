// npm run docs: writes docs/reference anew from the code.
import { mkdirSync, writeFileSync } from "node:fs";
import { MADE_PAGES, REFERENCE, REFERENCE_FILES, recordedShapes, writtenFile } from "#test/docs/reference-files.ts";
import { shapeFaults, storedShapes } from "#test/docs/stored-shapes.ts";

// To record a shape that changed under its version would be to hide that it did.
const faults = shapeFaults(recordedShapes(), storedShapes());
if (faults.length > 0) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}
mkdirSync(REFERENCE, { recursive: true });
for (const [name, make] of Object.entries({ ...REFERENCE_FILES, ...MADE_PAGES })) {
  const text = make();
  const fresh = text === writtenFile(name);
  if (!fresh) writeFileSync(new URL(name, REFERENCE), text);
  process.stdout.write(`docs/reference/${name}: ${fresh ? "as it was" : "written"}\n`);
}
