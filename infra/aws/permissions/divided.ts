import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Permission } from "#infra/aws/permissions/permission.ts";

/**
 * Resources that one managed policy names: with the longest ARNs of ours below the 6,144 characters that it takes, where all
 * inline policies of a role take 10,240 together (IAM quotas).
 */
const TOGETHER = 90;

/** Managed policies that a role takes (IAM quotas, "Managed policies attached to an IAM role"). */
const POLICIES = 10;

/** Governed accounts that a role can name. */
export const MOST_ACCOUNTS = TOGETHER * POLICIES;

export type Divided = {
  /** What the role's inline policy holds. */
  readonly own: readonly Permission[];
  /** What has a managed policy for each. */
  readonly further: readonly Permission[];
};

/** Of a statement that names many accounts, parts that each fit: exact still, where a wildcard would be short. */
export function divided(permissions: readonly Permission[]): Divided {
  const isLong = ({ statement }: Permission): boolean => statement.resources.length > TOGETHER;
  return {
    own: permissions.filter((each) => !isLong(each)),
    further: permissions.filter(isLong).flatMap(partsOf),
  };
}

function partsOf({ statement, ...reason }: Permission): readonly Permission[] {
  const { actions, resources, conditions } = statement;
  const count = Math.ceil(resources.length / TOGETHER);
  return Array.from({ length: count }, (_, part) => ({
    ...reason,
    statement: new PolicyStatement({
      actions,
      resources: resources.slice(part * TOGETHER, (part + 1) * TOGETHER),
      conditions: conditions as { [operator: string]: unknown },
    }),
  }));
}
