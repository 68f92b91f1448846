import type { Delivery } from "#shared/cost/delivery.ts";
import type { CostImport } from "#shared/cost/import.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Digest } from "#shared/kernel/digest.ts";

/** What became of these very files, if they were taken in before, whatever they were called. */
export type SameFiles = {
  /** Every import of them, oldest first. */
  readonly before: readonly CostImport[];
  /** Periods in which other bills of the source have replaced them. */
  readonly replacedIn: readonly Month[];
  /** Of an import of them anew: the same for whoever asks now. */
  readonly nextId: string;
};

export async function sameFiles(
  { files }: Pick<Delivery, "files">,
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
    if (found === undefined) return { before, replacedIn: await replaced(before, imports), nextId };
    before.push(found);
  }
}

async function replaced(before: readonly CostImport[], imports: CostImportStore): Promise<readonly Month[]> {
  const [first] = before;
  const ids = new Set(before.map(({ id }) => id));
  const gone: Month[] = [];
  for (const { period } of first?.periods ?? []) {
    const stored = await imports.period(first?.source ?? "", period);
    if (!ids.has(stored?.value.versions.at(-1)?.import ?? "")) gone.push(period);
  }
  return gone;
}
