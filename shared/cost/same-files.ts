import type { Delivery } from "#shared/cost/delivery.ts";
import type { CostImport } from "#shared/cost/import.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { keptOf, readAlike, readingAfter, type Said } from "#shared/cost/reading.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Digest } from "#shared/kernel/digest.ts";

/** What became of these very files, if they were taken in before, whatever they were called. */
export type SameFiles = {
  /** The newest import of them, however it was read. */
  readonly newest?: CostImport;
  /** What they are read with now. */
  readonly reading: Said;
  /** Every import of them that was read alike, oldest first. */
  readonly alike: readonly CostImport[];
  /** Periods of those in which something else counts: other bills of the source, or the same read otherwise. */
  readonly replacedIn: readonly Month[];
  /** Of an import of them anew: the same for whoever asks now. */
  readonly nextId: string;
};

/**
 * Looks for earlier imports of the files by their content. An import is another when its files are, or what they were
 * read with is: another rate or assumption makes other amounts of the same bytes.
 */
export async function sameFiles(
  { files }: Pick<Delivery, "files">,
  said: Said,
  { imports, digest }: { readonly imports: CostImportStore; readonly digest: Digest },
): Promise<SameFiles> {
  const content = files
    .map(({ sha256 }) => sha256)
    .toSorted()
    .join("\n");
  const before: CostImport[] = [];
  for (;;) {
    // The first by the content alone; each later one by its number too.
    const nextId = digest(before.length === 0 ? content : `${content}\n${before.length}`).slice(0, 24);
    const found = await imports.find(nextId);
    if (found === undefined) return { ...(await asRead(before, said, imports)), nextId };
    before.push(found);
  }
}

async function asRead(
  before: readonly CostImport[],
  said: Said,
  imports: CostImportStore,
): Promise<Omit<SameFiles, "nextId">> {
  const newest = before.at(-1);
  if (newest === undefined) return { reading: said, alike: [], replacedIn: [] };
  const reading = readingAfter(said, newest);
  const alike = before.filter((each) => readAlike(each, { ...keptOf(reading), currency: reading.currency }));
  return { newest, reading, alike, replacedIn: await replaced(alike, imports) };
}

async function replaced(alike: readonly CostImport[], imports: CostImportStore): Promise<readonly Month[]> {
  const [first] = alike;
  const ids = new Set(alike.map(({ id }) => id));
  const gone: Month[] = [];
  for (const { period } of first?.periods ?? []) {
    const stored = await imports.period(first?.source ?? "", period);
    if (!ids.has(stored?.value.versions.at(-1)?.import ?? "")) gone.push(period);
  }
  return gone;
}
