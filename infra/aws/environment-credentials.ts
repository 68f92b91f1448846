/** What stands in for `@aws-sdk/credential-provider-node` in a bundle. */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
