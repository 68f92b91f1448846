import { makeHandler } from "#functions/catalog-api/handler.ts";
import { httpEventOf, matchPath } from "#infra/local/http-event.ts";
import { SAMPLE_PEOPLE } from "#infra/local/sample/people.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { rolesOf } from "#shared/catalog/roles-of.ts";
import { CATALOG_ROUTES } from "#shared/contracts/http/catalog-routes.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { Identity } from "#shared/runtime/caller.ts";
import type { EpochSeconds } from "#shared/runtime/claims.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { catalogPlanStoreOn } from "#shared/storage/catalog-plan-store.ts";
import { type CatalogStore, catalogStoreOn } from "#shared/storage/catalog-store.ts";
import { coverageStoreOn } from "#shared/storage/coverage-store.ts";
import { type PersonStore, personStoreOn } from "#shared/storage/person-store.ts";
import { nodeDigest as digest, memoryRecords } from "#test/support/memory-records.ts";

/** Who installs Tollgate: an operator before there is a directory that says so. */
const INSTALLER = "installer";

export type Ask = {
  readonly as?: string;
  readonly body?: unknown;
  readonly revision?: number;
};

/** The catalogue's HTTP function on an empty table, with the sample people. */
export async function catalogDesk() {
  const { records, table, clock } = memoryRecords();
  const catalogs = catalogStoreOn(records, { digest });
  const persons = personStoreOn(records);
  await persons.save(SAMPLE_PEOPLE, "test");
  let count = 0;
  const next = (prefix: string): string => {
    count += 1;
    return `${prefix}-${count}`;
  };
  const requests = accessStoreOn({ records, table, digest });
  const coverage = coverageStoreOn(records);
  const handler = makeHandler({
    requests,
    coverage,
    governance: { authors: async () => new Map() },
    imports: noBills,
    catalogs,
    persons,
    plans: catalogPlanStoreOn(records, { digest }),
    people: () => persons.people(),
    clock,
    digest,
    ids: { next },
    log: silentLog,
    identity: identityOf(persons, catalogs),
  });
  return {
    clock,
    requests,
    records,
    coverage,
    async call(method: string, path: string, { as = INSTALLER, body, revision }: Ask = {}) {
      const url = new URL(path, "http://127.0.0.1");
      const contract = CATALOG_ROUTES.find(
        (each) => each.method === method && matchPath(each, url.pathname) !== undefined,
      );
      const headers = {
        "content-type": "application/json",
        ...(revision === undefined ? {} : { "if-match": `"${revision}"` }),
      };
      const event = httpEventOf(
        {
          method,
          url,
          headers,
          body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
          requestId: "req-1",
          claims: { sub: as, auth_time: "5" },
        },
        (contract === undefined ? undefined : matchPath(contract, url.pathname)) ?? {},
      );
      const answer = await handler(event, {} as never, { signal: new AbortController().signal } as never);
      return { status: answer?.statusCode ?? 0, body: JSON.parse(answer?.body ?? "null"), contract };
    },
  };
}

const noBills = {
  periods: async () => [],
  ledger: async () => {
    throw new Error("There are no bills");
  },
};

const identityOf = (persons: PersonStore, catalogs: CatalogStore): Identity => ({
  async callerOf({ subject }) {
    const signedInAt = 5 as EpochSeconds;
    if (subject === INSTALLER) {
      return { person: personId(subject), name: "Installer", groups: [], roles: ["operator"], signedInAt };
    }
    const person = (await persons.find(personId(subject)))?.value;
    if (person === undefined) return undefined;
    const roles = rolesOf(await catalogs.current(), person.groups);
    return { person: person.id, name: person.name, groups: person.groups, roles, signedInAt };
  },
});
