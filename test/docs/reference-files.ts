import { existsSync, readFileSync } from "node:fs";
import { apiPage } from "#test/docs/api-page.ts";
import { cliPage } from "#test/docs/cli-page.ts";
import { contractsFile } from "#test/docs/contracts-file.ts";
import { costPage } from "#test/docs/cost/page.ts";
import { documentsPage } from "#test/docs/documents-page.ts";
import { readerPolicy } from "#test/docs/reader-policy.ts";
import { type StoredShapes, storedShapes } from "#test/docs/stored-shapes.ts";

/** Where the reference lies. */
export const REFERENCE = new URL("../../docs/reference/", import.meta.url);

const json = (value: object): string => `${JSON.stringify(value, null, 1)}\n`;

/** Every file of docs/reference and how it is made. */
export const REFERENCE_FILES: { readonly [name: string]: () => string } = {
  "api.md": apiPage,
  "cli.md": cliPage,
  "contracts.json": () => json(contractsFile()),
  "documents.md": documentsPage,
  "reader-policy.json": () => json(readerPolicy()),
  "stored-shapes.json": () => json(storedShapes()),
};

/** Pages beside the reference that are made the same way, by their place from there. */
export const MADE_PAGES: { readonly [name: string]: () => string } = { "../cost-of-tollgate.md": costPage };

export function writtenFile(name: string): string {
  const file = new URL(name, REFERENCE);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** The shapes as they were when the reference was last made. */
export const recordedShapes = (): StoredShapes => JSON.parse(writtenFile("stored-shapes.json") || "{}");
