import { Stack, Validations } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Permission } from "#infra/aws/permissions/permission.ts";

/** Accepts one finding of the template rules at one construct, with the reason that a reviewer reads there. */
export function acknowledge(construct: Construct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** Accepts the wildcards of these permissions, each for the reason that stands beside it; one without a reason stays a finding. */
export function acknowledgeWildcards(policy: Construct, permissions: readonly Permission[]): void {
  for (const { statement, wildcard } of permissions) {
    if (wildcard === undefined) continue;
    const resources = statement.resources.map((each) => `Resource::${nameOf(Stack.of(policy).resolve(each))}`);
    const actions = statement.actions.map((each) => `Action::${each}`);
    for (const name of [...resources, ...actions].filter((each) => each.includes("*"))) {
      acknowledge(policy, `IAM5[${name}]`, wildcard);
    }
  }
}

type Resolved =
  | string
  | {
      readonly "Fn::Join"?: readonly [string, readonly Resolved[]];
      readonly "Fn::GetAtt"?: readonly string[];
      readonly Ref?: string;
    };

/** A resource as the rules write it: `<Bucket123.Arn>/*`. */
function nameOf(resolved: Resolved): string {
  if (typeof resolved === "string") return resolved;
  const joined = resolved["Fn::Join"];
  if (joined !== undefined) return joined[1].map(nameOf).join(joined[0]);
  const attribute = resolved["Fn::GetAtt"];
  return `<${attribute === undefined ? (resolved.Ref ?? "") : attribute.join(".")}>`;
}
