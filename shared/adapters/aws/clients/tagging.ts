import {
  ResourceGroupsTaggingAPIClient,
  type ResourceGroupsTaggingAPIClientConfig,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** The Resource Groups Tagging API in the account and region that the options say. */
export const taggingClient = (options: ResourceGroupsTaggingAPIClientConfig = {}): ResourceGroupsTaggingAPIClient =>
  new ResourceGroupsTaggingAPIClient({ ...CLIENT_OPTIONS, ...options });
