import { policyPermissions } from "#infra/aws/permissions/policy-permissions.ts";

/**
 * The least that `npm start -- --cloud aws` needs to see an account: what the role of a deployed plane has there that
 * is not enrolled, for any account, so that it can be attached as it is.
 */
export const readerPolicy = (): object => ({
  Version: "2012-10-17",
  Statement: policyPermissions({ account: "*", enrolled: false }).map(({ statement }) => statement.toJSON() as object),
});
