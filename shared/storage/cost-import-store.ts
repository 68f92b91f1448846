import { StoredBillingAccount } from "#shared/contracts/stored/billing-account.ts";
import {
  costImportJson,
  costPeriodJson,
  StoredCostImport,
  StoredCostPeriod,
} from "#shared/contracts/stored/cost-import.ts";
import { ledgerOfTexts, ledgerTexts } from "#shared/contracts/stored/cost-import-ledger.ts";
import { accountOf, type BillingAccount } from "#shared/cost/billing-account.ts";
import type { CostImport, CostPeriod } from "#shared/cost/import.ts";
import type { Becoming, BlobStore, CostImportStore, ImportChange, PeriodLedger } from "#shared/cost/ports.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { isoOf } from "#shared/kernel/time.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import { type Records, StoredShapeError } from "#shared/storage/records.ts";

/** An import, by its id; listed by the moment it was taken in. */
export const costImportKind: RecordKind<CostImport> = {
  name: "cost-import",
  version: 1,
  encode: costImportJson,
  decode: (body) => StoredCostImport.parse(body),
  indexes: ({ id, takenInAt }) => ({ list: { partition: "COST-IMPORTS", sort: `${isoOf(takenInAt)}#${id}` } }),
};

/** A billing period of a source, by `<period>/<source>`; all of them are one list, by month. */
export const costPeriodKind: RecordKind<CostPeriod> = {
  name: "cost-period",
  version: 1,
  encode: costPeriodJson,
  decode: (body) => StoredCostPeriod.parse(body),
  indexes: ({ period, source }) => ({ list: { partition: "COST-PERIODS", sort: `${period}#${source}` } }),
};

/** A billing account, by its name. */
export const billingAccountKind: RecordKind<BillingAccount> = {
  name: "billing-account",
  version: 1,
  encode: (account) => account,
  decode: (body) => StoredBillingAccount.parse(body),
  indexes: () => ({}),
};

const periodId = ({ period, source }: Pick<CostPeriod, "period" | "source">): string => `${period}/${source}`;

/** Imports and their periods on the one table, ledgers as blobs beside it. */
export function costImportStoreOn(records: Records, blobs: BlobStore): CostImportStore {
  return {
    find: async (id) => (await records.find(costImportKind, id))?.value,
    period: (source, period) => records.find(costPeriodKind, periodId({ source, period })),
    accounts: (names) => accountsOn(records, names),
    periods: async () => (await allPeriods(records)).map(({ value }) => value),
    // "$" sorts behind the "#" that follows the month.
    listed: ({ first, last }) => allPeriods(records, { from: `${first}#`, to: `${last}$` }),
    async keepLedger(place, ledger) {
      const key = `ledgers/${place}/${ledger.period}.jsonl`;
      const { sha256 } = await blobs.put(key, bytesOf(ledger));
      return { key, sha256 };
    },
    async ledger({ key, sha256 }) {
      const file = await blobs.open(key);
      if (file === undefined) throw new StoredShapeError(`Cannot read ledger "${key}": it is gone`);
      try {
        if ((await file.sha256()) !== sha256) throw new StoredShapeError(`Cannot read ledger "${key}": it was altered`);
        const text = new TextDecoder().decode(await file.slice(0, file.bytes));
        return ledgerOfTexts(text.split("\n").filter((line) => line !== ""));
      } finally {
        await file.close();
      }
    },
    commit: async (change) => (await records.commit(changesOf(records, change))).ok,
    async reattribute({ stored, value, by }) {
      const data = { catalogue: value.catalogue ?? null, versions: value.versions.length };
      const event = { type: "cost-period.reattributed", by, data };
      return (await records.commit([records.change(costPeriodKind, periodId(value), { stored, value, event })])).ok;
    },
  };
}

async function accountsOn(records: Records, names: readonly string[]): Promise<readonly Becoming<BillingAccount>[]> {
  const found = await Promise.all(names.map((name) => records.find(billingAccountKind, name)));
  const periods = found.includes(undefined) ? (await allPeriods(records)).map(({ value }) => value) : [];
  return names.map((name, at) => {
    const stored = found[at];
    return { stored, value: stored?.value ?? accountOf(name, periods) };
  });
}

function allPeriods(
  records: Records,
  bounds: { readonly from?: string; readonly to?: string } = {},
): Promise<readonly Stored<CostPeriod>[]> {
  const query = { index: "list", partition: "COST-PERIODS", limit: 500, ...bounds } as const;
  return everyItem((from) => records.list(costPeriodKind, { ...query, ...from }));
}

function changesOf(records: Records, { made, periods, accounts, by }: ImportChange) {
  const taken = {
    type: "cost-import.taken-in",
    by,
    data: { source: made.source, rows: made.rows, files: made.files.map(({ sha256 }) => sha256) },
  };
  return [
    records.create(costImportKind, made.id, { value: made, event: taken }),
    ...periods.map(({ stored, value }) => {
      const event = {
        type: stored === undefined ? "cost-period.begun" : "cost-period.superseded",
        by,
        data: { import: made.id, billed: exactDecimal(value.versions.at(-1)?.totals.billed ?? made.totals.billed) },
      };
      return records.upsert(costPeriodKind, periodId(value), { stored, value, event });
    }),
    ...accounts.map(({ stored, value }) => {
      const event = { type: "billing-account.brought", by, data: { import: made.id, source: made.source } };
      return records.upsert(billingAccountKind, value.account, { stored, value, event });
    }),
  ];
}

/** Some lines at a time: a ledger may be larger than one buffer should be. */
async function* bytesOf(ledger: PeriodLedger): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  let lines: string[] = [];
  for (const text of ledgerTexts(ledger)) {
    lines.push(text);
    if (lines.length < 1_000) continue;
    yield encoder.encode(`${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) yield encoder.encode(`${lines.join("\n")}\n`);
}
