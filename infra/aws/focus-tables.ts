const words = (text: string): readonly string[] => text.split(/\s+/);

/** What both tables have. */
const COMMON = words(
  `AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd BillingPeriodStart ChargeCategory
  ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId
  CommitmentDiscountName CommitmentDiscountStatus CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedCost
  ContractedUnitPrice EffectiveCost InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingQuantity PricingUnit ProviderName
  PublisherName RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName SkuId SkuPriceId SubAccountId
  SubAccountName Tags x_Discounts x_Operation x_ServiceCode`,
);

/**
 * The tables of AWS Data Exports by FOCUS version, every column of each, since any may be named by a selector (Data
 * Exports user guide, "Data Exports table dictionary"). 1.0 takes no configuration; 1.2 is asked for days, which is
 * what the ledger keeps.
 */
export const FOCUS_TABLES = {
  "1.0": { table: "FOCUS_1_0_AWS", columns: [...COMMON, "x_CostCategories", "x_UsageType"], properties: {} },
  "1.2": {
    table: "FOCUS_1_2_AWS",
    columns: [
      ...COMMON,
      ...words(
        `BillingAccountType CapacityReservationId CapacityReservationStatus CommitmentDiscountQuantity CommitmentDiscountUnit InvoiceId
        PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice ServiceSubcategory
        SkuMeter SkuPriceDetails SubAccountType`,
      ),
    ],
    properties: { TIME_GRANULARITY: "DAILY" },
  },
} as const;
