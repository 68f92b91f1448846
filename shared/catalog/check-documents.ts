import { checkApprovers } from "#shared/catalog/checks/check-approvers.ts";
import { checkLabels } from "#shared/catalog/checks/check-labels.ts";
import { checkMoney } from "#shared/catalog/checks/check-money.ts";
import { checkNames } from "#shared/catalog/checks/check-names.ts";
import { checkOwnership } from "#shared/catalog/checks/check-ownership.ts";
import { checkPolicies } from "#shared/catalog/checks/check-policies.ts";
import { checkPresence } from "#shared/catalog/checks/check-presence.ts";
import { checkReach } from "#shared/catalog/checks/check-reach.ts";
import { checkTightening } from "#shared/catalog/checks/check-tightening.ts";
import type { Check, Checking } from "#shared/catalog/checks/checking.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";

const CHECKS: readonly Check[] = [
  ({ index }) => index.problems,
  checkPresence,
  checkNames,
  checkLabels,
  checkApprovers,
  checkReach,
  checkTightening,
  checkOwnership,
  checkMoney,
  checkPolicies,
];

/** Everything that is wrong between documents that are each well-formed; every document is judged. */
export const checkDocuments = (checking: Checking): readonly CatalogProblem[] =>
  CHECKS.flatMap((check) => check(checking));
