import { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import { BUS_NAME } from "#infra/aws/names.ts";

/**
 * The bus of our own events and of what member accounts forward. Who in the organization may put events on
 * it is the organization stack's matter (a bus policy): an account alone has no organization to name.
 */
export class HubBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, "Bus", { eventBusName: BUS_NAME, description: "Tollgate's events" });
  }
}
