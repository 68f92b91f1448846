import type { DatabaseSync } from "node:sqlite";
import type { Json } from "#shared/kernel/json.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";

/** What of a resource the account keeps, as far as an invariant looks at it. */
export type Resource = {
  readonly arn: string;
  readonly type: string;
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, Json>>;
};

/** Every state a resource was ever in, behind all ports. */
export type History = {
  /** Those that a read begun at `moment` or later can have shown; undefined: it was not there. */
  since(arn: string, moment: EpochMillis): readonly (Resource | undefined)[];
  now(): readonly Resource[];
  /** How often it was changed. */
  changes(arn: string): number;
};

type Moment = { readonly at: EpochMillis; readonly state: Resource | undefined };

export function watchHistory(database: DatabaseSync, clock: Clock): History {
  const past = new Map<string, Moment[]>();
  const note = (arn: string, body: string | null): null => {
    const all = past.get(arn) ?? [];
    all.push({ at: clock.now(), state: body === null ? undefined : (JSON.parse(body) as Resource) });
    past.set(arn, all);
    return null;
  };
  for (const row of database.prepare("SELECT id, body FROM sandbox WHERE kind = 'resources'").all())
    note(String(row["id"]), String(row["body"]));
  database.function("resource_is", (id, body) => note(String(id), String(body)));
  database.function("resource_gone", (id) => note(String(id), null));
  database.exec(`
    CREATE TEMP TRIGGER resource_made AFTER INSERT ON main.sandbox WHEN NEW.kind = 'resources'
      BEGIN SELECT resource_is(NEW.id, NEW.body); END;
    CREATE TEMP TRIGGER resource_changed AFTER UPDATE ON main.sandbox WHEN NEW.kind = 'resources'
      BEGIN SELECT resource_is(NEW.id, NEW.body); END;
    CREATE TEMP TRIGGER resource_removed AFTER DELETE ON main.sandbox WHEN OLD.kind = 'resources'
      BEGIN SELECT resource_gone(OLD.id); END;
  `);
  return {
    since(arn, moment) {
      const all = past.get(arn) ?? [];
      const first = all.findLastIndex(({ at }) => at <= moment);
      return all.slice(Math.max(first, 0)).map(({ state }) => state);
    },
    now: () => [...past.values()].flatMap((all) => all.at(-1)?.state ?? []),
    changes: (arn) => past.get(arn)?.length ?? 0,
  };
}
