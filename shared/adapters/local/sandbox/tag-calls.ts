import { isReserved } from "#shared/adapters/local/sandbox/api/tag-rules.ts";
import type { SettingCall } from "#shared/adapters/local/sandbox/retention.ts";
import type { SandboxResource } from "#shared/adapters/local/sandbox/state.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import type { ResourceChange } from "#shared/policy/cloud.ts";

type TagChange = Extract<ResourceChange, { set: "tag" }>;

type Split = { readonly tags: Readonly<Record<string, string>>; readonly keys: readonly string[] };

function split(changes: readonly TagChange[]): Split {
  const set = changes.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]));
  return {
    tags: Object.fromEntries(set),
    keys: changes.flatMap(({ key, value }) => (value === undefined ? [key] : [])),
  };
}

/** Adding and dropping apart, by the tagging API where the type has it, else by the service's own calls. */
export function tagCalls(resource: SandboxResource, changes: readonly TagChange[]): readonly SettingCall[] {
  const type = SANDBOX_TYPES.get(resource.type);
  if (type === undefined) return [];
  const [tag, untag] =
    type.rgta === true
      ? ["tag:TagResources", "tag:UntagResources"]
      : [`${type.service}:${type.tagging.tag}`, `${type.service}:${type.tagging.untag}`];
  const named = type.rgta === true ? { arns: [resource.arn] } : { arn: resource.arn };
  const { tags, keys } = split(changes);
  return [
    ...(keys.length === 0 ? [] : [{ operation: untag, input: { ...named, keys } }]),
    ...(Object.keys(tags).length === 0 ? [] : [{ operation: tag, input: { ...named, tags } }]),
  ];
}

/**
 * S3 takes only the whole set, so it is what was read, changed; AWS's own tags are sent back
 * (Cloud Custodian #2834). With ABAC on, a bucket takes only the calls that add and drop.
 */
export function bucketTagCalls(bucket: SandboxResource, changes: readonly TagChange[]): readonly SettingCall[] {
  if (bucket.settings["abac"] === true) return tagCalls(bucket, changes);
  const { tags, keys } = split(changes);
  const kept = Object.entries(bucket.tags).filter(([key]) => isReserved(key) || !keys.includes(key));
  return [
    { operation: "s3:PutBucketTagging", input: { bucket: bucket.id, tags: { ...Object.fromEntries(kept), ...tags } } },
  ];
}
