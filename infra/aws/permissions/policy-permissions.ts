import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Permission } from "#infra/aws/permissions/permission.ts";
import {
  RESOURCE_ACTIONS,
  type ResourceActions,
  TAGGING_ACTIONS,
  TRAIL_ACTIONS,
} from "#infra/aws/permissions/resource-actions.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

/** Every resource of a type in the account: which ones there are is what the role is there to find out. */
const GOVERNED = "Resources of one type in this account, each of which policies may be about";

const UNSCOPED = "AWS does not scope these to a resource: see the list of unscoped actions";

/** Reads every resource of a served type; writes tags and retention only where the account is enrolled. */
export function policyPermissions({
  account,
  enrolled,
}: {
  readonly account: string;
  readonly enrolled: boolean;
}): readonly Permission[] {
  const types = Object.entries(RESOURCE_ACTIONS);
  return [
    permission({
      actions: [
        ...TRAIL_ACTIONS,
        ...types.flatMap(([, { population = [] }]) => population),
        ...(enrolled ? TAGGING_ACTIONS : []),
      ],
      resources: ["*"],
      wildcard: UNSCOPED,
    }),
    ...perType(types, account)
      .map(({ actions, resources }) => ({
        actions: enrolled ? [...actions.read, ...actions.write] : actions.read,
        resources,
        wildcard: GOVERNED,
      }))
      .filter(({ actions }) => actions.length > 0)
      .map(permission),
  ];
}

type OfType = { readonly actions: Pick<ResourceActions, "read" | "write">; readonly resources: readonly string[] };

const perType = (types: readonly (readonly [string, ResourceActions])[], account: string): readonly OfType[] =>
  types.map(([type, actions]) => ({
    actions,
    resources: [RESOURCE_TYPES.get(type)?.arn ?? "", ...(actions.also ?? [])].map((form) => filled(form, account)),
  }));

/** All regions: a policy may govern any of them, and a new one needs no deployment. */
const filled = (form: string, account: string): string =>
  form
    .replace("{partition}", "aws")
    .replace("{region}", "*")
    .replace("{account}", account)
    .replace(/\{\w+\}/g, "*");

const permission = ({
  actions,
  resources,
  wildcard,
}: {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly wildcard: string;
}): Permission => ({
  statement: new PolicyStatement({ actions: [...actions].toSorted(), resources: [...resources] }),
  wildcard,
});
