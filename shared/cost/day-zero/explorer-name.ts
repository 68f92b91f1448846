import type { CostImport } from "#shared/cost/import.ts";
import { type Month, parseMonth } from "#shared/kernel/calendar.ts";
import { attos, type Money } from "#shared/kernel/money.ts";

/** A month as Cost Explorer tells it, and how many paid requests telling took; absent until it was asked. */
export type ExplorerMonth = { readonly account: string; readonly month: Month; readonly requests?: number };

/** What AWS charges for each page of an answer: USD 0.01 (Cost Explorer pricing, "API requests"). */
export const requestPrice = (requests: number): Money => attos(BigInt(requests) * 10n ** 16n);

/** `cost-explorer://999988887777/2026-11?requests=3`: what an import and its report call the bill. */
export const explorerName = ({ account, month, requests }: ExplorerMonth): string =>
  `cost-explorer://${account}/${month}${requests === undefined ? "" : `?requests=${requests}`}`;

/** Undefined for every other name of a bill. */
export function readExplorerName(name: string): ExplorerMonth | undefined {
  const [, account, of = "", requests] =
    /^cost-explorer:\/\/(\d{12})\/(\d{4}-\d\d)(?:\?requests=(\d+))?$/.exec(name) ?? [];
  const month = parseMonth(of);
  if (account === undefined || month === undefined) return undefined;
  return { account, month, ...(requests === undefined ? {} : { requests: Number(requests) }) };
}

type Files = Pick<CostImport, "files"> | { readonly files: readonly { readonly name: string }[] };

/** Whether these bills only stand in for a delivery: all that Cost Explorer tells is an estimate beside an export. */
export const standsIn = ({ files }: Files): boolean => files.every(({ name }) => readExplorerName(name) !== undefined);

/** The paid requests that these bills took. */
export const requestsOf = (imports: readonly Files[]): number =>
  imports.flatMap(({ files }) => files).reduce((sum, { name }) => sum + (readExplorerName(name)?.requests ?? 0), 0);
