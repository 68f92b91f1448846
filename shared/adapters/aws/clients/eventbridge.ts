import { EventBridgeClient, type EventBridgeClientConfig } from "@aws-sdk/client-eventbridge";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** EventBridge in the plane's own account and region. */
export const eventbridgeClient = (options: EventBridgeClientConfig = {}): EventBridgeClient =>
  new EventBridgeClient({ ...CLIENT_OPTIONS, ...options });
