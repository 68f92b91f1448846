import { refuse } from "#shared/cost/batch.ts";
import { standsIn } from "#shared/cost/day-zero/explorer-name.ts";
import type { CostPeriod } from "#shared/cost/import.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";

/** Whether a period counts by a delivery: something better than what Cost Explorer tells. */
export async function isDelivered(
  period: CostPeriod | undefined,
  imports: Pick<CostImportStore, "find">,
): Promise<boolean> {
  const newest = period?.versions.at(-1);
  if (newest === undefined) return false;
  const made = await imports.find(newest.import);
  // An import that cannot be found is not known to be an estimate.
  return made === undefined || !standsIn(made);
}

/** @throws BillRefused where bills that only stand in would take the place of a delivery */
export async function refuseStandIn(
  { files }: { readonly files: readonly { readonly name: string }[] },
  stored: readonly (CostPeriod | undefined)[],
  imports: Pick<CostImportStore, "find">,
): Promise<void> {
  if (!standsIn({ files })) return;
  for (const period of stored) {
    if (period === undefined || !(await isDelivered(period, imports))) continue;
    throw refuse(files[0]?.name ?? "", `${period.period} has a delivery from source "${period.source}", which counts`);
  }
}
