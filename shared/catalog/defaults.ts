import type { Company, Defaults } from "#shared/catalog/documents/company.ts";
import type { Origin, Tier } from "#shared/catalog/documents/document.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";

/** A value and where it was written. */
export type Sourced<Value> = { readonly value: Value; readonly origin: Origin };

/** What asks for a default: its tier, and for data its classification. */
export type Asking = { readonly tier: Tier; readonly classification?: string };

/** The company's default of one field; tier and classification never both give it (checked when loaded). */
export function defaultOf<Field extends keyof Defaults>(
  field: Field,
  { tier, classification }: Asking,
  company: Company,
): Sourced<NonNullable<Defaults[Field]>> | undefined {
  const byTier = company.defaults?.tier?.[String(tier)]?.[field];
  if (byTier !== undefined) return sourced(company, byTier, ["tier", tier, field]);
  if (classification === undefined) return undefined;
  const byClass = company.defaults?.classification?.[classification]?.[field];
  return byClass === undefined ? undefined : sourced(company, byClass, ["classification", classification, field]);
}

const sourced = <Value>(company: Company, value: Value, path: readonly (string | number)[]) => ({
  value: value as NonNullable<Value>,
  origin: { document: { kind: "Company" as const, id: company.id }, pointer: pointerOf("defaults", ...path) },
});
