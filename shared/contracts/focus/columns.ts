import { COST_COLUMNS, TEXT_COLUMNS } from "#shared/cost/batch.ts";

/** The columns that hold moments. */
export const MOMENT_COLUMNS = [
  "BillingPeriodStart",
  "BillingPeriodEnd",
  "ChargePeriodStart",
  "ChargePeriodEnd",
] as const;

export type MomentColumn = (typeof MOMENT_COLUMNS)[number];

/**
 * Without these a bill cannot be tied out. FOCUS 1.0 to 1.2 make more columns mandatory; published
 * files of real providers lack some of those (ProviderName, ChargeClass), and nothing is summed by them.
 */
export const REQUIRED_COLUMNS = [
  ...COST_COLUMNS,
  "BillingCurrency",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargePeriodStart",
] as const;

/**
 * Of the costs, only these may be null in a row: nothing is charged or reconciled by them, and the
 * published sample of the FOCUS authors has nulls there.
 */
export const isOptionalCost = (column: string): boolean => column === "ListCost" || column === "ContractedCost";

/** FOCUS 1.3 renamed ProviderName; both names are read. */
export const ALIASES: ReadonlyMap<string, string> = new Map([["ProviderName", "ServiceProviderName"]]);

/** Every column of the Cost and Usage dataset, FOCUS 1.0 to 1.4: what a file has beyond these is counted as extra. */
const FOCUS_COLUMNS: ReadonlySet<string> = new Set(
  `AllocatedMethodDetails AllocatedMethodId AllocatedResourceId AllocatedResourceName AllocatedTags AvailabilityZone BilledCost
  BillingAccountId BillingAccountName BillingAccountType BillingCurrency BillingPeriodEnd BillingPeriodStart CapacityReservationId
  CapacityReservationStatus ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart
  CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus
  CommitmentDiscountType CommitmentDiscountUnit CommitmentProgramEligibilityDetails ConsumedQuantity ConsumedUnit ContractApplied
  ContractedCost ContractedUnitPrice EffectiveCost HostProviderName InvoiceDetailId InvoiceId InvoiceIssuerName ListCost ListUnitPrice
  PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice
  PricingQuantity PricingUnit ProviderName PublisherName RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory
  ServiceName ServiceProviderName ServiceSubcategory SkuId SkuMeter SkuPriceDetails SkuPriceId SubAccountId SubAccountName
  SubAccountType Tags`.split(/\s+/),
);

export const extraColumnsOf = (header: readonly string[]): readonly string[] =>
  header.filter((name) => !FOCUS_COLUMNS.has(name));

/** The text columns to read of a file: those that something reads, then those that selectors name. */
export const textColumnsFor = (alsoNamed: readonly string[]): readonly string[] => [
  ...new Set<string>([...TEXT_COLUMNS, ...alsoNamed.filter((name) => !isTyped(name))]),
];

const isTyped = (name: string): boolean =>
  name === "Tags" || [...COST_COLUMNS, ...MOMENT_COLUMNS].some((column) => column === name);

/** The name under which the file has a column, if it has it. */
export function nameInFile(column: string, header: ReadonlySet<string>): string | undefined {
  if (header.has(column)) return column;
  const alias = ALIASES.get(column);
  return alias !== undefined && header.has(alias) ? alias : undefined;
}

/** What is wrong with a header, in the words of a person; undefined when nothing is. */
export function headerFault(header: readonly string[]): string | undefined {
  if (header.length === 0) return "it has no header; write the names of the FOCUS columns in the first line";
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) return `it has two columns "${twice}"; keep one`;
  const missing = REQUIRED_COLUMNS.filter((name) => !header.includes(name));
  if (missing.length === 0) return undefined;
  const like = header.find((name) => missing.some((wanted) => wanted.toLowerCase() === name.trim().toLowerCase()));
  const hint = like === undefined ? "" : ` (there is "${like}": names count as FOCUS writes them)`;
  const legacy = header.some((name) => /^(bill|lineItem|line_item|identity)[/_]/.test(name))
    ? "; this looks like a Cost and Usage Report: export it as FOCUS"
    : "";
  return `it has no column ${missing.map((name) => `"${name}"`).join(", ")}${hint}; FOCUS requires it${legacy}`;
}
