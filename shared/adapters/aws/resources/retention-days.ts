import { Refusal } from "#shared/adapters/aws/resources/refusal.ts";
import type { Days } from "#shared/adapters/aws/resources/served-type.ts";

/** Half a day is less than a day: rounded down, so that rounding never meets a minimum. No answer is no entry. */
export const daysEntry = (control: string, value: number | undefined, perDay = 1): Readonly<Record<string, Days>> =>
  value === undefined || !Number.isFinite(value) ? {} : { [control]: Math.floor(value / perDay) };

/**
 * The days wanted of the only control of a type.
 *
 * @throws Refusal where it is to be unset and the service always keeps a value
 */
export function daysWanted(wanted: Readonly<Record<string, Days>>, control: string): number {
  const days = wanted[control];
  if (typeof days === "number") return days;
  throw new Refusal({ code: "UnsupportedControl", message: `"${control}" cannot be unset`, forGood: true });
}
