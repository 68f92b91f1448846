import type { DocumentBase, DurationRange } from "#shared/catalog/documents/document.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** What a Company gives by tier or by classification: each field by one of the two only. */
export type Defaults = {
  readonly freshness?: Millis;
  readonly acknowledge?: Millis;
  readonly resolve?: Millis;
  readonly review?: Millis;
  readonly retention?: DurationRange;
  /** Fields that a Dataset or Workload must then have. */
  readonly requires?: readonly "runbook"[];
};

/** The root: vocabulary and every default. Exactly one. */
export type Company = DocumentBase & {
  readonly kind: "Company";
  readonly format: 1;
  /** IANA name; of every schedule, date and hour that names no other. */
  readonly zone: string;
  readonly currency: string;
  /** Least to most protected. */
  readonly environments: readonly string[];
  /** Least to most protected. */
  readonly classifications: readonly string[];
  /** The lowest classification that data with the label may have. */
  readonly labels: { readonly [label: string]: string };
  readonly workloadTag: string;
  /** A regular expression that a ticket must match as a whole. */
  readonly ticket?: string;
  readonly segregation: "basic" | "strict";
  /** Regions by classification. */
  readonly residency?: { readonly [classification: string]: readonly string[] };
  readonly defaults?: {
    readonly tier?: { readonly [tier: string]: Defaults };
    readonly classification?: { readonly [classification: string]: Defaults };
  };
};
