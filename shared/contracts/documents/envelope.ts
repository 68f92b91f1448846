import { entryOf, type MapNode } from "#shared/contracts/documents/node.ts";
import { type Fault, quoted } from "#shared/contracts/documents/problem.ts";
import { asScalar } from "#shared/contracts/documents/shape.ts";

const SHOWN = 6;

/** A document as other tools write it, under `metadata` and `spec`: refused, with the flat form of it. */
export function envelopeFault(root: MapNode): Fault | undefined {
  const parts = ["spec", "metadata"].flatMap((key) => entryOf(root, key) ?? []);
  const [part] = parts;
  if (part === undefined) return undefined;
  const found = parts
    .map(({ key }) => quoted(key.text))
    .toSorted()
    .join(" and ");
  const message = `Cannot read ${found}: a document is flat, such as {${flatForm(root)}}`;
  return { pointer: `/${part.key.text}`, range: part.key.range, code: "envelope", message };
}

function flatForm(root: MapNode): string {
  const under = (key: string) => {
    const value = entryOf(root, key)?.value;
    return value?.kind === "map" ? value.entries : [];
  };
  const own = root.entries.filter(({ key }) => !["metadata", "spec", "apiVersion", "status"].includes(key.text));
  const named = under("metadata").map((entry) => ({
    ...entry,
    name: entry.key.text === "name" ? "id" : entry.key.text,
  }));
  const all = [...own, ...named, ...under("spec")].flatMap((entry) => {
    const name = "name" in entry ? String(entry.name) : entry.key.text;
    return entry.value.kind === "text" ? [`${name}: ${asScalar(entry.value.text.slice(0, 60))}`] : [];
  });
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(", ")}, …` : all.join(", ");
}
