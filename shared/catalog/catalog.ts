import type { AccessPolicy } from "#shared/catalog/documents/access-policy.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { Budget } from "#shared/catalog/documents/budget.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { Directory } from "#shared/catalog/documents/directory.ts";
import type { Amount, DocumentRef, DurationRange, Origin, Tier } from "#shared/catalog/documents/document.ts";
import type { Exemption } from "#shared/catalog/documents/exemption.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Place } from "#shared/catalog/documents/place.ts";
import type { Policy } from "#shared/catalog/documents/policy.ts";
import type { Report } from "#shared/catalog/documents/report.ts";
import type { Route } from "#shared/catalog/documents/route.ts";
import type { Match } from "#shared/catalog/documents/selector.ts";
import type { Team } from "#shared/catalog/documents/team.ts";
import type { Template } from "#shared/catalog/documents/template.ts";
import type { Who } from "#shared/catalog/documents/who.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { AccountNumber, GroupName } from "#shared/kernel/ids.ts";
import type { Millis } from "#shared/kernel/time.ts";

/**
 * A document by what decisions pin: `version` is the catalogue revision at which its content last
 * changed, `hash` the SHA-256 of its canonical JSON without positions.
 */
export type Pinned<Document> = Document & { readonly version: number; readonly hash: Sha256 };

/** What a tier and a class ask, after inheritance. */
export type ServiceLevels = {
  readonly freshness?: Millis;
  readonly acknowledge?: Millis;
  readonly resolve?: Millis;
  readonly review?: Millis;
};

/** A dataset in one account, with what this copy really is. */
export type ResolvedPlaces = {
  /** The id of the Account document. */
  readonly account: string;
  readonly accountNumber: AccountNumber;
  readonly environment: string;
  readonly places: readonly Place[];
  readonly classification: string;
  readonly labels: readonly string[];
};

/** A dataset after inheritance. */
export type ResolvedDataset = ServiceLevels & {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  /** Groups; from the team's `dataOwners` where the document names none. */
  readonly owners: readonly GroupName[];
  readonly costCenter?: string;
  readonly tier: Tier;
  readonly classification: string;
  readonly labels: readonly string[];
  readonly retention: DurationRange;
  readonly at: readonly ResolvedPlaces[];
  readonly consumers: readonly Who[];
  readonly runbook?: string;
  readonly version: number;
  readonly hash: Sha256;
};

/** A workload after inheritance. */
export type ResolvedWorkload = ServiceLevels & {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly costCenter?: string;
  readonly tier: Tier;
  /** The tag that makes a resource or a bill row its own; former ids count too. */
  readonly tag: { readonly key: string; readonly values: readonly string[] };
  readonly match: readonly Match[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** A month. */
  readonly budget?: Amount;
  readonly runbook?: string;
  readonly version: number;
  readonly hash: Sha256;
};

/** Everything by id. Absent fields of documents are filled; references name something. */
export type Catalog = {
  /** Grows by one with each apply; 0 is the empty catalogue. */
  readonly revision: number;
  /** SHA-256 over all documents' hashes. */
  readonly hash: Sha256;
  readonly company: Company;
  readonly directory: Directory;
  readonly accounts: ReadonlyMap<string, Pinned<Account>>;
  readonly teams: ReadonlyMap<string, Pinned<Team>>;
  readonly datasets: ReadonlyMap<string, ResolvedDataset>;
  readonly workloads: ReadonlyMap<string, ResolvedWorkload>;
  readonly templates: ReadonlyMap<string, Pinned<Template>>;
  readonly accessPolicies: ReadonlyMap<string, Pinned<AccessPolicy>>;
  readonly policies: ReadonlyMap<string, Pinned<Policy>>;
  readonly exemptions: ReadonlyMap<string, Pinned<Exemption>>;
  readonly allocationRules: ReadonlyMap<string, Pinned<AllocationRule>>;
  readonly budgets: ReadonlyMap<string, Pinned<Budget>>;
  readonly reports: ReadonlyMap<string, Pinned<Report>>;
  readonly routes: ReadonlyMap<string, Pinned<Route>>;
  /** The documents it was resolved from, in the order given. */
  readonly documents: readonly GovernanceDocument[];
  /** Version and hash of every document, by `Kind:id`. */
  readonly pins: ReadonlyMap<string, { readonly version: number; readonly hash: Sha256 }>;
  /** Today's id of a former id: `Team:fulfilment` is `orders`. */
  readonly renamed: ReadonlyMap<string, string>;
  /** For `show --explain`: where each resolved value of a document came from, by its pointer (`/retention`). */
  readonly explain: (document: DocumentRef) => ReadonlyMap<string, Origin>;
};
