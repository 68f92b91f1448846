import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { CatalogProposal } from "#shared/catalog/proposal.ts";
import {
  catalogPlanFrom1,
  catalogPlanFrom2,
  catalogPlanFrom3,
  StoredCatalogPlan,
} from "#shared/contracts/stored/catalog-plan.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { From, Page } from "#shared/kernel/page.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { readParts, writeParts } from "#shared/storage/catalog-parts.ts";
import type { NewEvent } from "#shared/storage/event.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import type { Change, Records } from "#shared/storage/records.ts";

const isWaiting = ({ state, held }: CatalogProposal): boolean =>
  state === "applied" && held.some((change) => change.state === "pending" || change.state === "approved");

/** Plans; `list` holds those under `CATALOG-PLANS#waiting` that still hold a change, the rest under `#settled`. */
export const catalogPlanKind: RecordKind<CatalogProposal> = {
  name: "catalog-plan",
  version: 4,
  migrations: { 1: catalogPlanFrom1, 2: catalogPlanFrom2, 3: catalogPlanFrom3 },
  encode: (plan) => plan,
  decode: (body) => StoredCatalogPlan.parse(body),
  indexes: (plan) => ({
    list: {
      partition: `CATALOG-PLANS#${isWaiting(plan) ? "waiting" : "settled"}`,
      sort: `${isoOf(plan.at)}#${plan.id}`,
    },
  }),
};

export type CatalogPlanStore = {
  find(id: string): Promise<Stored<CatalogProposal> | undefined>;
  /** Those with changes that are still to be decided, oldest first, at most 100. */
  waiting(): Promise<readonly CatalogProposal[]>;
  /** The newest that were not applied, newest first: of the last 100 that hold nothing to decide. */
  planned(): Promise<readonly CatalogProposal[]>;
  /** The same, all of them in pages, as they can be changed. */
  waitingPage(from: From): Promise<Page<Stored<CatalogProposal>>>;
  /** The documents that the plan was made of. */
  documents(plan: CatalogProposal): Promise<readonly GovernanceDocument[]>;
  /** Keeps a plan with its documents, which `next` is resolved from. */
  keep(plan: Omit<CatalogProposal, "parts">, next: Catalog): Promise<CatalogProposal>;
  /** The plan's next state, to be committed with what it does. */
  change(stored: Stored<CatalogProposal>, value: CatalogProposal, event: NewEvent): Change;
};

export const catalogPlanStoreOn = (records: Records, { digest }: { readonly digest: Digest }): CatalogPlanStore => ({
  find: (id) => records.find(catalogPlanKind, id),
  async waiting() {
    const page = await records.list(catalogPlanKind, { index: "list", partition: "CATALOG-PLANS#waiting", limit: 100 });
    return page.items.map(({ value }) => value);
  },
  async planned() {
    const query = { index: "list", partition: "CATALOG-PLANS#settled", newestFirst: true, limit: 100 } as const;
    const page = await records.list(catalogPlanKind, query);
    return page.items.map(({ value }) => value).filter(({ state }) => state === "planned");
  },
  waitingPage: (from) =>
    records.list(catalogPlanKind, { index: "list", partition: "CATALOG-PLANS#waiting", limit: 100, ...from }),
  documents: async ({ parts }) => (await readParts(parts, records, digest)).documents,
  async keep(plan, next) {
    const parts = await writeParts(next, records, digest);
    const value: CatalogProposal = { ...plan, parts };
    const event: NewEvent = {
      type: "catalog-plan.made",
      by: plan.by,
      data: { from: plan.from, hash: next.hash, held: plan.held.length },
    };
    const made = await records.commit([records.create(catalogPlanKind, plan.id, { value, event })]);
    // Of an id that was never given out a refusal is a conflict of transactions: it is planned anew.
    if (!made.ok) throw new Contention(`Cannot keep plan "${plan.id}": the table refused it`);
    return value;
  },
  change: (stored, value, event) => records.change(catalogPlanKind, stored.value.id, { stored, value, event }),
});
