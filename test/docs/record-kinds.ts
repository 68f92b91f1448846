import type * as z from "zod";
import { StoredFreeze } from "#shared/contracts/stored/access-freeze.ts";
import { StoredGrant } from "#shared/contracts/stored/access-grant.ts";
import { StoredKey } from "#shared/contracts/stored/access-key.ts";
import { StoredOrphan } from "#shared/contracts/stored/access-orphan.ts";
import { StoredAccessRequest } from "#shared/contracts/stored/access-request.ts";
import { StoredAction } from "#shared/contracts/stored/action.ts";
import { StoredBillingAccount } from "#shared/contracts/stored/billing-account.ts";
import { StoredCatalogHead, StoredPolicyHead } from "#shared/contracts/stored/catalog-head.ts";
import { StoredCatalogPart } from "#shared/contracts/stored/catalog-part.ts";
import { StoredCatalogPlan } from "#shared/contracts/stored/catalog-plan.ts";
import { StoredChangePost } from "#shared/contracts/stored/change-post.ts";
import { StoredCostImport, StoredCostPeriod } from "#shared/contracts/stored/cost-import.ts";
import { StoredCostReport } from "#shared/contracts/stored/cost-report-record.ts";
import { StoredDirectoryHead } from "#shared/contracts/stored/directory-head.ts";
import { StoredFinding } from "#shared/contracts/stored/finding.ts";
import { StoredCoverage, StoredPopulationPage, StoredSighted } from "#shared/contracts/stored/finding-coverage.ts";
import { StoredPending } from "#shared/contracts/stored/finding-pending.ts";
import { StoredDigestMark, StoredPost } from "#shared/contracts/stored/finding-post.ts";
import { StoredHoldings } from "#shared/contracts/stored/holdings.ts";
import { StoredKnownAccount, StoredOrganizationReading } from "#shared/contracts/stored/organization.ts";
import { StoredPaidRequests } from "#shared/contracts/stored/paid-requests.ts";
import { StoredPerson } from "#shared/contracts/stored/person.ts";
import { StoredPlan, StoredPlanPage } from "#shared/contracts/stored/plan.ts";
import { StoredKillSwitch, StoredPolicyState } from "#shared/contracts/stored/policy-state.ts";
import { StoredRequestPost } from "#shared/contracts/stored/request-post.ts";
import { StoredRunPage } from "#shared/contracts/stored/run-page.ts";
import { StoredTrailLookUps } from "#shared/contracts/stored/trail-look-ups.ts";
import { freezeKind } from "#shared/storage/access-governance.ts";
import { grantKind, keyKind, requestKind } from "#shared/storage/access-kinds.ts";
import { actionKind } from "#shared/storage/action-store.ts";
import { catalogPartKind } from "#shared/storage/catalog-parts.ts";
import { catalogPlanKind } from "#shared/storage/catalog-plan-store.ts";
import { catalogHeadKind, policyHeadKind } from "#shared/storage/catalog-store.ts";
import { changePostKind } from "#shared/storage/change-post-store.ts";
import { billingAccountKind, costImportKind, costPeriodKind } from "#shared/storage/cost-import-store.ts";
import { costReportKind } from "#shared/storage/cost-report-store.ts";
import { coverageKind, populationKind, sightedKind } from "#shared/storage/coverage-store.ts";
import { directoryHeadKind } from "#shared/storage/directory-head.ts";
import { findingKind, pendingKind } from "#shared/storage/finding-store.ts";
import { holdingsKind } from "#shared/storage/holdings-store.ts";
import { knownAccountKind, organizationReadingKind } from "#shared/storage/organization-store.ts";
import { orphanKind } from "#shared/storage/orphan-store.ts";
import { paidRequestsKind } from "#shared/storage/paid-request-store.ts";
import { personKind } from "#shared/storage/person-store.ts";
import { planKind, planPageKind } from "#shared/storage/plan-store.ts";
import { killSwitchKind, policyStateKind } from "#shared/storage/policy-state-store.ts";
import { digestMarkKind, postKind } from "#shared/storage/post-store.ts";
import { requestPostKind } from "#shared/storage/request-post-store.ts";
import { runPageKind } from "#shared/storage/run-store.ts";
import { trailLookUpsKind } from "#shared/storage/trail-look-up-store.ts";

/** The part of a RecordKind that says how it is read, whatever its value. */
export type ReadKind = {
  readonly name: string;
  readonly version: number;
  readonly decode: (body: unknown) => unknown;
  readonly migrations?: { readonly [version: number]: unknown };
};

/** Every kind of aggregate that is stored, with the schema that its `decode` reads by. A test finds one left out. */
export const RECORD_KINDS: readonly { readonly kind: ReadKind; readonly schema: z.ZodType }[] = [
  { kind: requestKind, schema: StoredAccessRequest },
  { kind: grantKind, schema: StoredGrant },
  { kind: keyKind, schema: StoredKey },
  { kind: holdingsKind, schema: StoredHoldings },
  { kind: freezeKind, schema: StoredFreeze },
  { kind: requestPostKind, schema: StoredRequestPost },
  { kind: orphanKind, schema: StoredOrphan },
  { kind: catalogHeadKind, schema: StoredCatalogHead },
  { kind: policyHeadKind, schema: StoredPolicyHead },
  { kind: catalogPartKind, schema: StoredCatalogPart },
  { kind: catalogPlanKind, schema: StoredCatalogPlan },
  { kind: paidRequestsKind, schema: StoredPaidRequests },
  { kind: changePostKind, schema: StoredChangePost },
  { kind: personKind, schema: StoredPerson },
  { kind: directoryHeadKind, schema: StoredDirectoryHead },
  { kind: findingKind, schema: StoredFinding },
  { kind: pendingKind, schema: StoredPending },
  { kind: coverageKind, schema: StoredCoverage },
  { kind: sightedKind, schema: StoredSighted },
  { kind: trailLookUpsKind, schema: StoredTrailLookUps },
  { kind: knownAccountKind, schema: StoredKnownAccount },
  { kind: organizationReadingKind, schema: StoredOrganizationReading },
  { kind: populationKind, schema: StoredPopulationPage },
  { kind: postKind, schema: StoredPost },
  { kind: digestMarkKind, schema: StoredDigestMark },
  { kind: actionKind, schema: StoredAction },
  { kind: planKind, schema: StoredPlan },
  { kind: planPageKind, schema: StoredPlanPage },
  { kind: policyStateKind, schema: StoredPolicyState },
  { kind: killSwitchKind, schema: StoredKillSwitch },
  { kind: costImportKind, schema: StoredCostImport },
  { kind: costPeriodKind, schema: StoredCostPeriod },
  { kind: billingAccountKind, schema: StoredBillingAccount },
  { kind: costReportKind, schema: StoredCostReport },
  { kind: runPageKind, schema: StoredRunPage },
];
