import type { Money } from "#shared/kernel/money.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** The kinds that people write. */
export const DOCUMENT_KINDS = [
  "Company",
  "Directory",
  "Account",
  "Team",
  "Dataset",
  "Workload",
  "Template",
  "AccessPolicy",
  "Policy",
  "Exemption",
  "AllocationRule",
  "Budget",
  "Report",
  "Route",
] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/**
 * What every document may say.
 *
 * A field that may be written as one value or as a list is always a list once read. A field that was
 * not written is absent: nothing is filled in by the reader but `team` (from the folder, and then
 * `teamFrom` says so).
 */
export type DocumentBase = {
  readonly id: string;
  readonly title?: string;
  /** The id of the team that owns the document. */
  readonly team?: string;
  /** Present when `team` was not written but taken from the one Team of the folder. */
  readonly teamFrom?: "folder";
  /** Ids this thing had before. */
  readonly formerly?: readonly string[];
  /** Notes of other tools: kept, read by no rule. */
  readonly annotations?: { readonly [key: string]: string };
};

/** `Dataset` `sales.orders`; where two documents have one kind and id, `copy` is 1 for the second and so on. */
export type DocumentRef = { readonly kind: DocumentKind; readonly id: string; readonly copy?: number };

/**
 * A place in a document: an RFC 6901 pointer into the parsed form (`/at/data-prod/places/0`, `/rules/2/when/0/access`).
 *
 * Where the text was shorter than the parsed form (one value instead of a list), the nearest
 * ancestor that was written is meant.
 */
export type Origin = { readonly document: DocumentRef; readonly pointer: string };

/** `1200 USD` */
export type Amount = { readonly money: Money; readonly currency: string };

export type Tier = 0 | 1 | 2;

export const LEVELS = ["low", "medium", "high", "critical"] as const;

/** Least to most: of a finding, or of what a template opens. */
export type Severity = (typeof LEVELS)[number];
export type Danger = Severity;

export const ACCESS_LEVELS = ["read", "write", "admin"] as const;

export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** A wait before something is done. That there is none has to be said in a word. */
export type Grace = Millis | "none";

/** Both ends included; an end that is absent is open. */
export type DurationRange = { readonly min?: Millis; readonly max?: Millis };
