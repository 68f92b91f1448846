import type { DocumentKind } from "#shared/catalog/documents/document.ts";
import type { DocumentOf } from "#shared/catalog/documents/governance-document.ts";
import { accessPolicy } from "#shared/contracts/documents/kinds/access-policy.ts";
import { account } from "#shared/contracts/documents/kinds/account.ts";
import { allocationRule } from "#shared/contracts/documents/kinds/allocation-rule.ts";
import { budget } from "#shared/contracts/documents/kinds/budget.ts";
import { company } from "#shared/contracts/documents/kinds/company.ts";
import { dataset } from "#shared/contracts/documents/kinds/dataset.ts";
import { directory } from "#shared/contracts/documents/kinds/directory.ts";
import { exemption } from "#shared/contracts/documents/kinds/exemption.ts";
import { policy } from "#shared/contracts/documents/kinds/policy.ts";
import { report } from "#shared/contracts/documents/kinds/report.ts";
import { route } from "#shared/contracts/documents/kinds/route.ts";
import { team } from "#shared/contracts/documents/kinds/team.ts";
import { template } from "#shared/contracts/documents/kinds/template.ts";
import { workload } from "#shared/contracts/documents/kinds/workload.ts";
import type { Shape } from "#shared/contracts/documents/shape.ts";

/** How each kind is written. */
export const KINDS: { readonly [Kind in DocumentKind]: Shape<DocumentOf<Kind>> } = {
  Company: company,
  Directory: directory,
  Account: account,
  Team: team,
  Dataset: dataset,
  Workload: workload,
  Template: template,
  AccessPolicy: accessPolicy,
  Policy: policy,
  Exemption: exemption,
  AllocationRule: allocationRule,
  Budget: budget,
  Report: report,
  Route: route,
};
