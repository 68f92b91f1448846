import type { Attribution, BillRow } from "#shared/cost/attribution.ts";
import { jobOf } from "#shared/cost/job.ts";
import { bearerKey, type ChargeCategory, type LedgerLine, type ResourceLine } from "#shared/cost/ledger.ts";

/** What the rows of one line of the ledger have in common besides their day, in the currency of the bill. */
export type LineKey = Omit<LedgerLine, "day" | "amounts" | "rows"> & { readonly currency: string };

/** The same of a resource's line. */
export type ResourceKey = Omit<ResourceLine, "amounts" | "rows"> & { readonly currency: string };

export function lineKeyOf({ column, period }: BillRow, { bearer, rule }: Attribution): LineKey {
  const invoice = column("InvoiceId");
  return {
    currency: column("BillingCurrency") ?? "",
    period,
    bearer,
    rule,
    provider: column("ProviderName") ?? "",
    service: column("ServiceName") ?? "",
    subAccount: column("SubAccountId") ?? "",
    category: column("ChargeCategory") as ChargeCategory,
    correction: column("ChargeClass") === "Correction",
    ...(invoice === undefined ? {} : { invoice }),
  };
}

export function resourceKeyOf(row: BillRow, { bearer }: Attribution): ResourceKey {
  const { column, period } = row;
  const [resource, job] = [column("ResourceId"), jobOf(row)];
  return {
    currency: column("BillingCurrency") ?? "",
    period,
    bearer,
    service: column("ServiceName") ?? "",
    ...(resource === undefined ? {} : { resource }),
    ...(job === undefined ? {} : { job }),
  };
}

/** The line that a resource's amounts are folded into: its bearer and service, without its name. */
export function unnamed({ resource: _resource, job: _job, ...key }: ResourceKey) {
  return { text: resourceText(key), key };
}

/** Two keys are the same when their texts are; lines are listed in the order of these. */
export const lineText = (line: LineKey): string =>
  JSON.stringify([
    line.currency,
    line.period,
    bearerKey(line.bearer),
    line.rule,
    line.provider,
    line.service,
    line.subAccount,
    line.category,
    line.correction,
    line.invoice,
  ]);

export const resourceText = (line: ResourceKey): string =>
  JSON.stringify([line.currency, line.period, bearerKey(line.bearer), line.service, line.resource, line.job]);
