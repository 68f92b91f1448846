import type { DatabaseSync } from "node:sqlite";
import type { PinnedRule } from "#shared/catalog/decision.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

/** No person: the plane brought it, first of all. */
export const NOBODY = "nobody";

/** Who wrote what a revision of the catalogue brought: a person, {@link NOBODY}, or undefined where nobody knows. */
export type AuthorOf = (version: number) => string | undefined;

/**
 * As the events of the catalogue say it: who made the plan, else who applied it. A function is no person; that nobody
 * wrote it is known of the first revision alone, where its event says that it came with the plane.
 */
export const authorsIn =
  (database: DatabaseSync): AuthorOf =>
  (version) => {
    const stored = database.prepare("SELECT body FROM items WHERE pk = 'catalog#head' AND sk LIKE 'EVENT#%'").all();
    const events = stored.map(({ body }) => JSON.parse(String(body)) as ChainedEvent);
    const made = events.find(({ data }) => data["revision"] === version);
    const author = made === undefined ? undefined : String(made.data["author"] ?? made.by);
    if (author?.startsWith("function:") !== true) return author;
    return author === "function:bootstrap" && version === 1 ? NOBODY : undefined;
  };

type Deciding = readonly (PinnedRule & { readonly tightenedBy: readonly PinnedRule[] })[];

/** Who wrote the rules that decide, each rule for itself. */
export const authorsOf = (decisions: Deciding, authorOf: AuthorOf): readonly (string | undefined)[] =>
  decisions.flatMap((each) => [each, ...each.tightenedBy]).map(({ version }) => authorOf(version));
