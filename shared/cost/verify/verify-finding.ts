import { exactDecimal, type Money } from "#shared/kernel/money.ts";

/** One thing that is not as it must be: where, and what would be right. */
export type VerifyFinding = {
  readonly file: string;
  /** The figure, the part of the file, or the file itself. */
  readonly figure: string;
  readonly found: string;
  readonly expected: string;
};

/** Collects findings; the first one is the first figure that differs. */
export type Notes = {
  readonly findings: VerifyFinding[];
  figures: number;
};

export const notes = (): Notes => ({ findings: [], figures: 0 });

/** Every amount that is recomputed passes here. An absent one equals only an absent one. */
export function expectMoney(to: Notes, at: { file: string; figure: string }, [found, expected]: Pair): void {
  to.figures += 1;
  if (found === expected) return;
  to.findings.push({ ...at, found: textOf(found), expected: textOf(expected) });
}

export type Pair = readonly [found: Money | undefined, expected: Money | undefined];

const textOf = (money: Money | undefined): string => (money === undefined ? "nothing" : exactDecimal(money));

export function expectText(
  to: Notes,
  at: { file: string; figure: string },
  [found, expected]: readonly [string, string],
): void {
  to.figures += 1;
  if (found !== expected) to.findings.push({ ...at, found: shortened(found), expected: shortened(expected) });
}

/** Of texts that are long: both from where they first differ, so that a reader sees what does. */
export function expectSameText(
  to: Notes,
  at: { file: string; figure: string },
  [found, expected]: readonly [string, string],
): void {
  to.figures += 1;
  if (found === expected) return;
  const from = firstDifference(found, expected);
  const line = found.slice(0, from).split("\n").length;
  to.findings.push({ ...at, found: `line ${line}: ${around(found, from)}`, expected: around(expected, from) });
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

const BEFORE = 30;
const AFTER = 50;

/** A piece of one line, or of what follows where the line ends there. */
const around = (text: string, at: number): string => {
  const begin = Math.max(0, at - BEFORE, text.lastIndexOf("\n", at - 1) + 1);
  const piece = text.slice(begin, at + AFTER);
  return `${begin === 0 ? "" : "…"}${piece}${at + AFTER < text.length ? "…" : ""}`;
};

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** `report.json: workloads/workload:orders-etl/actual is 12.5, and adds up to 12.4` */
export const findingText = ({ file, figure, found, expected }: VerifyFinding): string =>
  `Cannot confirm ${figure} of ${file}: found "${found}", expected "${expected}"`;
