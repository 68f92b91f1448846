import type { AccessPolicy } from "#shared/catalog/documents/access-policy.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { Budget } from "#shared/catalog/documents/budget.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { Dataset } from "#shared/catalog/documents/dataset.ts";
import type { Directory } from "#shared/catalog/documents/directory.ts";
import type { DocumentKind } from "#shared/catalog/documents/document.ts";
import type { Exemption } from "#shared/catalog/documents/exemption.ts";
import type { Policy } from "#shared/catalog/documents/policy.ts";
import type { Report } from "#shared/catalog/documents/report.ts";
import type { Route } from "#shared/catalog/documents/route.ts";
import type { Team } from "#shared/catalog/documents/team.ts";
import type { Template } from "#shared/catalog/documents/template.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";

/** Any document of a governance repository, as read: typed field by field, checked against nothing else. */
export type GovernanceDocument =
  | Company
  | Directory
  | Account
  | Team
  | Dataset
  | Workload
  | Template
  | AccessPolicy
  | Policy
  | Exemption
  | AllocationRule
  | Budget
  | Report
  | Route;

export type DocumentOf<Kind extends DocumentKind> = Extract<GovernanceDocument, { kind: Kind }>;
