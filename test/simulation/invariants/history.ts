import type { DatabaseSync } from "node:sqlite";
import type { Json } from "#shared/kernel/json.ts";
import { type Clock, type EpochMillis, epochMillis } from "#shared/kernel/time.ts";

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
  /** Each state that it came to be in after `from` and not after `to`, whoever made it so. */
  within(arn: string, from: EpochMillis, to: EpochMillis): readonly (Resource | undefined)[];
  now(): readonly Resource[];
  /** How often it came to be wrong: made so, or changed from right to wrong, by whomever. */
  broken(arn: string, isRight: (state: Resource) => boolean): number;
  /** When it came into being, the last time that it did. */
  madeAt(arn: string): EpochMillis | undefined;
};

type Moment = { readonly at: EpochMillis; readonly state: Resource | undefined };

/** What is there at first was there before anything that is told. */
const LONG_BEFORE = epochMillis(0);

export function watchHistory(database: DatabaseSync, clock: Clock): History {
  const past = new Map<string, Moment[]>();
  const note = (arn: string, body: string | null): null => {
    const all = past.get(arn) ?? [];
    all.push({ at: clock.now(), state: body === null ? undefined : (JSON.parse(body) as Resource) });
    past.set(arn, all);
    return null;
  };
  for (const row of database.prepare("SELECT id, body FROM sandbox WHERE kind = 'resources'").all())
    past.set(String(row["id"]), [{ at: LONG_BEFORE, state: JSON.parse(String(row["body"])) as Resource }]);
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
    within: (arn, from, to) =>
      (past.get(arn) ?? []).filter(({ at }) => from < at && at <= to).map(({ state }) => state),
    now: () => [...past.values()].flatMap((all) => all.at(-1)?.state ?? []),
    broken(arn, isRight) {
      const right = (past.get(arn) ?? []).map(({ state }) => (state === undefined ? undefined : isRight(state)));
      return right.filter((is, place) => is === false && right[place - 1] !== false).length;
    },
    madeAt(arn) {
      const all = past.get(arn) ?? [];
      const gone = all.findLastIndex(({ state }) => state === undefined);
      return all[gone + 1]?.at;
    },
  };
}
