import type { SourceFile } from "#shared/contracts/documents/source.ts";

/** A change of the company's documents: a text, and what stands there instead. */
export type Edit = { readonly id: string; readonly from: string; readonly to: string };

const STOCK = "id: sales.stock\nteam: orders\nclassification: confidential\n";

/** What people plan. All but the title loosen; a label is a word of the company first, so its dataset waits for that. */
export const EDITS: readonly Edit[] = [
  { id: "retention", from: `${STOCK}tier: 2`, to: `${STOCK}tier: 2\nretention: {min: 30d, max: 400d}` },
  { id: "title", from: "id: sales.stock\n", to: "id: sales.stock\ntitle: What is on the shelves\n" },
  { id: "class", from: "classification: internal", to: "classification: public" },
  { id: "hands", from: "id: stock-feed\nteam: orders", to: "id: stock-feed\nteam: security" },
  { id: "word", from: "labels: {PII: confidential}", to: "labels: {PII: confidential, TRADE: confidential}" },
  {
    id: "label",
    from: "at: {data-prod: s3://saltmarsh-sales/stock/}",
    to: "labels: [TRADE]\nat: {data-prod: s3://saltmarsh-sales/stock/}",
  },
];

/** A label that no document of the company knows cannot be planned. */
const withWords = (ids: readonly string[]): readonly string[] => (ids.includes("label") ? [...ids, "word"] : ids);

/** The title is last: it is put in the middle of what others look for. */
export function edited(files: readonly SourceFile[], ids: readonly string[]): readonly SourceFile[] {
  const wanted = withWords(ids);
  const edits = EDITS.filter(({ id }) => wanted.includes(id)).toSorted(
    (one, other) => Number(one.id === "title") - Number(other.id === "title"),
  );
  return files.map(({ path, text }) => ({
    path,
    text: edits.reduce((all, { from, to }) => all.replace(from, to), text),
  }));
}
