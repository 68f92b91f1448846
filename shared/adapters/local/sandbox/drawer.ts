import type { Clock, EpochMillis } from "#shared/kernel/time.ts";
import type { SandboxStore } from "./store.ts";

/** How many earlier values of one entity a stale read can still show. */
const REMEMBERED = 16;

/** The entities of one kind: in memory, written through to the store, with their recent past. */
export type Drawer<Value> = {
  get(id: string): Value | undefined;
  values(): readonly Value[];
  put(id: string, value: Value): void;
  /** Puts as if it had always been so: no stale read shows a time before. */
  lay(id: string, value: Value): void;
  remove(id: string): void;
  /** What a read one moment old shows: the value before every change after `moment`. */
  asOf(id: string, moment: EpochMillis): Value | undefined;
  /** Every id there is or was lately, for a stale list. */
  ids(): readonly string[];
  /** Takes a stored body in, without writing it again. */
  take(id: string, body: string): void;
};

type Past<Value> = { readonly until: EpochMillis; readonly value: Value | undefined };

export function openDrawer<Value>(
  kind: string,
  { store, clock }: { store: SandboxStore; clock: Clock },
): Drawer<Value> {
  const now = new Map<string, Value>();
  const before = new Map<string, Past<Value>[]>();
  const remember = (id: string) => {
    const past = before.get(id) ?? [];
    past.push({ until: clock.now(), value: now.get(id) });
    if (past.length > REMEMBERED) past.shift();
    before.set(id, past);
  };
  const lay = (id: string, value: Value) => {
    now.set(id, value);
    store.save(kind, id, JSON.stringify(value));
  };
  return {
    get: (id) => now.get(id),
    values: () => [...now.values()],
    put(id, value) {
      remember(id);
      lay(id, value);
    },
    lay,
    remove(id) {
      if (!now.has(id)) return;
      remember(id);
      now.delete(id);
      store.save(kind, id, undefined);
    },
    asOf(id, moment) {
      const changed = before.get(id)?.find(({ until }) => until > moment);
      return changed === undefined ? now.get(id) : changed.value;
    },
    ids: () => [...new Set([...now.keys(), ...before.keys()])],
    take: (id, body) => now.set(id, JSON.parse(body)),
  };
}
