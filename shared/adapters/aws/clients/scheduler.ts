import { SchedulerClient, type SchedulerClientConfig } from "@aws-sdk/client-scheduler";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** EventBridge Scheduler in the plane's own account and region. */
export const schedulerClient = (options: SchedulerClientConfig = {}): SchedulerClient =>
  new SchedulerClient({ ...CLIENT_OPTIONS, ...options });
