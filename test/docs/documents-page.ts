import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import { KINDS } from "#shared/contracts/documents/kinds.ts";
import { code, GENERATED, markdownTable, page } from "#test/docs/markdown.ts";

type Field = { readonly title?: string; readonly examples?: readonly unknown[]; readonly enum?: readonly unknown[] };
type KindSchema = { readonly properties: { readonly [name: string]: Field }; readonly required?: readonly string[] };

/** The fields that every kind has; they are told once. */
const SHARED: readonly string[] = ["kind", "id", "title", "team", "formerly", "annotations", "$schema"];

/** docs/reference/documents.md: every kind of governance document, field by field, from the tables they are read by. */
export function documentsPage(): string {
  const { Dataset } = KINDS;
  return page(
    "# Governance documents",
    GENERATED,
    "`tollgate check PATH` reads them and says of every fault where it is and what would be right; `tollgate schema` prints one JSON Schema for editors.",
    "## Every document",
    fieldTable(Dataset.schema as KindSchema, (name) => SHARED.includes(name)),
    ...DOCUMENT_KINDS.flatMap((kind) => [
      `## ${kind}`,
      fieldTable(KINDS[kind].schema as KindSchema, (name) => !SHARED.includes(name)),
    ]),
  );
}

const fieldTable = ({ properties, required = [] }: KindSchema, wanted: (name: string) => boolean): string =>
  markdownTable(
    ["Field", "What", "Example", "Needed"],
    Object.entries(properties)
      .filter(([name]) => wanted(name))
      .map(([name, { title, examples, enum: values }]) => [
        code(name),
        `${title ?? ""}${choices(values)}`,
        code(examples?.[0] === undefined ? "" : written(examples[0])),
        required.includes(name) ? "yes" : "no",
      ]),
  );

const written = (example: unknown): string => (typeof example === "string" ? example : JSON.stringify(example));

function choices(values: readonly unknown[] = []): string {
  const different = [...new Set(values.map(String))];
  return different.length < 2 ? "" : ` (${different.join(", ")})`;
}
