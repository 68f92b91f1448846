import type { PolicyStatement } from "aws-cdk-lib/aws-iam";

/** A statement, and why a wildcard in it is as narrow as it can be; a wildcard without a reason fails synthesis. */
export type Permission = { readonly statement: PolicyStatement; readonly wildcard?: string };
