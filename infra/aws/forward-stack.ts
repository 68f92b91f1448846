import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { forwardEvents } from "#infra/aws/constructs/forwarding.ts";

export type ForwardStackProps = StackProps & { readonly hubBusArn: string };

/**
 * A further region of a governed account: its events go to the hub's bus, in another region. Nothing else is regional: the
 * roles of the member stack are the account's.
 */
export class ForwardStack extends Stack {
  constructor(scope: Construct, id: string, { hubBusArn, ...props }: ForwardStackProps) {
    super(scope, id, props);
    forwardEvents(this, hubBusArn);
  }
}
