import type { Place } from "#shared/adapters/aws/resources/member-clients.ts";
import { type Arn, arn } from "#shared/kernel/ids.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

function formOf(type: string): string {
  const form = RESOURCE_TYPES.get(type)?.arn;
  if (form === undefined) throw new RangeError(`Cannot name a "${type}": there is no such resource type`);
  return form;
}

/** Regions of China and of the US government are partitions of their own (AWS general reference, "ARNs"). */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The ARN of a resource whose service only tells its id. */
export function arnFor(type: string, { account, region }: Place, id: string): Arn {
  const values: Readonly<Record<string, string>> = { partition: partitionOf(region), account, region, id };
  return arn(formOf(type).replace(/\{(\w+)\}/g, (_, slot: string) => values[slot] ?? ""));
}

/** The id in an ARN of the type: everything from where the type's form has it. */
export function idIn(type: string, text: string): string {
  const colons = formOf(type).split("{id}")[0]?.split(":") ?? [];
  const last = colons.at(-1) ?? "";
  const rest = text
    .split(":")
    .slice(colons.length - 1)
    .join(":");
  return rest.startsWith(last) ? rest.slice(last.length) : rest;
}
