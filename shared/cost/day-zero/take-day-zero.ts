import { isDelivered } from "#shared/cost/day-zero/delivered.ts";
import { explorerName } from "#shared/cost/day-zero/explorer-name.ts";
import { type IngestDeps, ingest } from "#shared/cost/ingest.ts";
import { type Month, month } from "#shared/cost/ledger.ts";
import { monthsAfter } from "#shared/cost/report/months.ts";
import { finalFrom } from "#shared/cost/report/report-record.ts";
import { isoOf } from "#shared/kernel/time.ts";

export type DayZeroInput = {
  /** Who pays: the account whose Cost Explorer is asked. */
  readonly account: string;
  readonly by: string;
};

/** What became of one month. `delivered`: an export stands, so nothing was asked; `refused`: in the words of the source. */
export type DayZeroMonth = { readonly month: Month } & (
  | { readonly kind: "delivered" }
  | { readonly kind: "taken-in" | "unchanged"; readonly import: string; readonly rows: number }
  | { readonly kind: "refused"; readonly message: string }
);

/** As an AWS export names itself, so that its first delivery takes the place of what stood in for it. */
const sourceOf = (account: string): string => `AWS/${account}`;

/**
 * Takes in what Cost Explorer tells of this month, and of the last one while reports of it are open, wherever no
 * delivery stands: figures from the first day, without waiting for an export.
 *
 * What is asked costs money, so a month with a delivery is not asked for, and what a month lacks is not guessed.
 */
export async function takeDayZero({ account, by }: DayZeroInput, deps: IngestDeps): Promise<readonly DayZeroMonth[]> {
  const now = deps.clock.now();
  const current = month(isoOf(now).slice(0, 7));
  const last = monthsAfter(current, -1);
  const results: DayZeroMonth[] = [];
  for (const asked of [last, current]) {
    const stored = await deps.imports.period(sourceOf(account), asked);
    if (asked === last && stored !== undefined && now >= finalFrom(last)) continue;
    if (await isDelivered(stored?.value, deps.imports)) {
      results.push({ month: asked, kind: "delivered" });
      continue;
    }
    const name = explorerName({ account, month: asked });
    const result = await ingest({ names: [name], source: sourceOf(account), by }, deps);
    results.push({ month: asked, ...outcomeOf(result) });
  }
  return results;
}

function outcomeOf(result: Awaited<ReturnType<typeof ingest>>) {
  if (!result.ok) return { kind: "refused", message: result.error.message } as const;
  const { kind, import: made } = result.value;
  return { kind, import: made.id, rows: made.rows } as const;
}
