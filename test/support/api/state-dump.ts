import { DatabaseSync } from "node:sqlite";

/** Every row of every table of a state file, read beside the running plane. */
export type StateDump = ReadonlyMap<string, string>;

export type StateWatch = {
  dump(): StateDump;
  /** Grows whenever anybody else has committed a change: cheap, so it can be asked after each call. */
  version(): number;
  close(): void;
};

export function watchState(file: string): StateWatch {
  const database = new DatabaseSync(file, { readOnly: true, readBigInts: true });
  const tables = () =>
    database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all()
      .map(({ name }) => String(name));
  return {
    dump: () =>
      new Map(
        tables().flatMap((table) =>
          database
            .prepare(`SELECT * FROM "${table}"`)
            .all()
            .map((row, at) => {
              const { pk, sk, id, name, position } = row;
              const key = [pk, sk, name, id, position].filter((part) => part !== undefined && part !== null);
              return [`${table} ${key.length === 0 ? at : key.join(" ")}`, JSON.stringify(row, textOfBig)] as const;
            }),
        ),
      ),
    version: () => Number(database.prepare("PRAGMA data_version").get()?.["data_version"]),
    close: () => database.close(),
  };
}

const textOfBig = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);

/** The keys of rows that differ. */
export const differences = (before: StateDump, after: StateDump): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
