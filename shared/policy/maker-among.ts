import { classifyRecord } from "#shared/policy/classify-record.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import type { CloudRecord } from "#shared/policy/cloud-record.ts";

/**
 * The principal of the call that made the resource, of records newest first: which calls make a type, and where they
 * name it, is in the resource-type table. Refused calls made nothing; of two that made it, the later is who made
 * what is there now.
 */
export function makerAmong(records: readonly CloudRecord[], { arn }: Pick<ResourceRef, "arn">): string | undefined {
  for (const record of records) {
    const outcome = classifyRecord(record);
    if (outcome.kind !== "judged") continue;
    const made = outcome.resources.find(({ does, resource }) => does === "create" && resource.arn === arn);
    if (made?.resource.creator !== undefined) return made.resource.creator;
  }
  return undefined;
}
