import type { FreezeSwitch, FreezeTurn, Governance, Witness } from "#shared/access/ports.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import type { Person } from "#shared/catalog/person.ts";
import { groupName, type PersonId, personId } from "#shared/kernel/ids.ts";
import { rowKey } from "#shared/storage/record.ts";
import type { Table } from "#shared/storage/table.ts";
import { START } from "#test/support/access/grant-world.ts";

/** A company in memory whose rows really are in the table, so that conditions on them hold or fail. */
export class MemoryGovernance implements Governance, FreezeSwitch {
  readonly #table: Table;
  readonly #people = new Map<PersonId, Person>();
  readonly #revisions = new Map<string, number>();
  readonly #authors = new Map<number, PersonId | null>();
  #catalog: Catalog;
  #turn: FreezeTurn | undefined;

  constructor(table: Table, catalog: Catalog) {
    this.#table = table;
    this.#catalog = catalog;
  }

  async setCatalog(catalog: Catalog): Promise<void> {
    this.#catalog = catalog;
    await this.#touch("catalog", "head");
  }

  /** Who wrote a revision of the catalogue; null: no person, as the bootstrap laid it. */
  setAuthor(revision: number, person: string | null): void {
    this.#authors.set(revision, person === null ? null : personId(person));
  }

  async authors() {
    return this.#authors;
  }

  async setPerson(id: string, groups: readonly string[], rest: Partial<Person> = {}): Promise<void> {
    const person: Person = { id: personId(id), name: id, groups: groups.map(groupName), active: true, ...rest };
    this.#people.set(person.id, person);
    await this.#touch("person", id);
  }

  async removePerson(id: string): Promise<void> {
    this.#people.delete(personId(id));
    await this.#touch("person", id);
  }

  async setFrozen(frozen: boolean): Promise<void> {
    await this.turn({ frozen, because: "an audit is under way" }, personId("sue"));
  }

  async last() {
    return this.#turn;
  }

  async turn(to: Pick<FreezeTurn, "frozen" | "because">, by: PersonId): Promise<boolean> {
    this.#turn = { ...to, by, at: START };
    await this.#touch("freeze", "switch");
    return true;
  }

  async catalog() {
    return { catalog: this.#catalog, head: this.#witness("catalog", "head") };
  }

  async people() {
    return peopleFrom([...this.#people.values()]);
  }

  async person(id: PersonId) {
    return { person: this.#people.get(id), row: this.#witness("person", id) };
  }

  async freeze() {
    const { frozen, because } = this.#turn ?? { frozen: false, because: "" };
    return { frozen, because, row: this.#witness("freeze", "switch") };
  }

  #witness(kind: string, id: string): Witness {
    return { kind, id, revision: this.#revisions.get(`${kind}#${id}`) };
  }

  async #touch(kind: string, id: string): Promise<void> {
    const before = this.#revisions.get(`${kind}#${id}`);
    const revision = (before ?? 0) + 1;
    const item = { ...rowKey(kind, id), kind, version: 1, revision, body: "{}", indexes: {} };
    const expect = before === undefined ? "absent" : { revision: before };
    const written = await this.#table.transact([{ op: "put", item, expect }]);
    if (!written.ok) throw new Error(`Cannot write the ${kind} "${id}" of the test`);
    this.#revisions.set(`${kind}#${id}`, revision);
  }
}
