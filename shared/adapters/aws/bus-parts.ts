import { eventbridgeClient } from "#shared/adapters/aws/clients/eventbridge.ts";
import { eventBridgeBus } from "#shared/adapters/aws/eventbridge-bus.ts";
import type { Bus } from "#shared/storage/messaging.ts";

/** The bus of our own events. */
export const busOf = ({ BUS_NAME }: { readonly BUS_NAME: string }): Bus =>
  eventBridgeBus({ client: eventbridgeClient(), bus: BUS_NAME });
