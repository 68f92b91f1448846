/**
 * Which Tollgate this is, such as `0.1.0` or `0.1.0+4f2c91a`. Not read when it runs: infra/aws/bundles.ts puts the text
 * in the place of these words when the bundle is made, so that what answers and what is deployed cannot differ.
 */
export const VERSION: string = process.env["TOLLGATE_VERSION"] ?? "unbundled";
