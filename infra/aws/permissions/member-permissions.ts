import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Permission } from "#infra/aws/permissions/permission.ts";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";
import { boundaryArnOf, PEOPLE_PATH } from "#shared/access/people-role.ts";

const peopleOf = (account: string): string => `arn:aws:iam::${account}:role${PEOPLE_PATH}*`;

const PEOPLE = "People's roles, one a person, under the path that is Tollgate's own";

/** Makes, changes and deletes people's roles and their inline policies: under the path, and with the boundary only. */
export function accessPermissions(account: string): readonly Permission[] {
  const people = peopleOf(account);
  return [
    {
      statement: new PolicyStatement({
        sid: "OnlyWithBoundary",
        actions: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:DeleteRolePolicy"],
        resources: [people],
        conditions: { StringEquals: { "iam:PermissionsBoundary": boundaryArnOf(account) } },
      }),
      wildcard: PEOPLE,
    },
    {
      statement: new PolicyStatement({
        sid: "OnlyUnderThePath",
        actions: [
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListRolePolicies",

          "iam:UpdateAssumeRolePolicy",
        ],
        resources: [people],
      }),
      wildcard: PEOPLE,
    },
    {
      statement: new PolicyStatement({ sid: "Look", actions: ["iam:ListRoles"], resources: ["*"] }),
      wildcard: UNSCOPED_ACTIONS["iam:ListRoles"] ?? "",
    },
  ];
}

/** Assumes people's roles, and nothing else. */
export const brokerPermissions = (account: string): readonly Permission[] => [
  {
    statement: new PolicyStatement({
      actions: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
      resources: [peopleOf(account)],
    }),
    wildcard: PEOPLE,
  },
];
