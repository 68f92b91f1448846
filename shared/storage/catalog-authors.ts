import { CATALOG_HEAD, catalogHeadKind } from "#shared/storage/catalog-store.ts";
import type { Records } from "#shared/storage/records.ts";

/**
 * Who wrote what each revision of the catalogue brought, by its events: who made the plan. Of events that say no
 * author (what applied at once, and those before authors were written down) it is who applied it.
 */
export async function catalogAuthors(records: Pick<Records, "events">): Promise<ReadonlyMap<number, string>> {
  const events = await records.events(catalogHeadKind.name, CATALOG_HEAD);
  return new Map(events.map(({ by, data }) => [Number(data["revision"]), authorOf(data["author"]) ?? by]));
}

const authorOf = (said: unknown): string | undefined => (typeof said === "string" ? said : undefined);
