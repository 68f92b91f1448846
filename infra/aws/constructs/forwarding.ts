import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { EventBus as ToBus } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/**
 * Has what is made or changed in an account and region go to the hub's bus, wherever that is. Management events alone:
 * where a trail records data events, each object that is read or written would come as well, and be paid for (EventBridge
 * user guide, "AWS service events delivered via AWS CloudTrail"). A record of before there was the field says nothing.
 */
export function forwardEvents(scope: Construct, hubBusArn: string): void {
  new Rule(scope, "Forward", {
    description: "What is made or changed here is judged in the hub",
    eventPattern: {
      source: sources(),
      detailType: ["AWS API Call via CloudTrail"],
      detail: { managementEvent: [true, { exists: false }] },
    },
    targets: [new ToBus(EventBus.fromEventBusArn(scope, "HubBus", hubBusArn))],
  });
}

/** The services whose calls some function listens to. */
function sources(): string[] {
  const triggers = (CLOUD_FUNCTIONS as readonly FunctionSpec[]).flatMap((spec) => spec.triggers);
  const listening = triggers.filter((trigger) => trigger.kind === "events");
  return [...new Set(listening.flatMap(({ source }) => source.filter((each) => each.startsWith("aws."))))];
}
