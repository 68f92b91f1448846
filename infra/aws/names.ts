/** Names that are fixed, because something in another stack or account is told them before they exist. */
export const functionNameOf = (spec: string): string => `tollgate-${spec}`;

/** The execution role of a function in the hub; member accounts trust it by this name. */
export const functionRoleOf = (spec: string): string => `tollgate-${spec}`;

export const BUS_NAME = "tollgate";

export const hubBusArn = (region: string, account: string): string =>
  `arn:aws:events:${region}:${account}:event-bus/${BUS_NAME}`;

export const SCHEDULE_GROUP = "tollgate";
/** SecureString with the webhooks' addresses and keys; laid by an operator, never by a template. */
export const CONNECTIONS_PARAMETER = "/tollgate/connections";

/** The roles of other accounts that the hub may assume: of each governed one, and `billing` of the one that pays. */
export const MEMBER_ROLES = {
  access: "tollgate-access",
  broker: "tollgate-broker",
  policy: "tollgate-policy",
  billing: "tollgate-billing",
} as const;

export type MemberRole = keyof typeof MEMBER_ROLES;

export const memberRoleArn = (account: string, role: MemberRole): string =>
  `arn:aws:iam::${account}:role/tollgate/${MEMBER_ROLES[role]}`;

/** Which member role a capability needs: a function without it is not trusted by that role. */
export const MEMBER_ROLE_OF = {
  "people-roles.manage": "access",
  "people-roles.read": "access",
  "people-roles.broker": "broker",
  "resources.read": "policy",
  "resources.write": "policy",
  "cost-explorer.read": "billing",
} as const satisfies { readonly [capability: string]: MemberRole };
