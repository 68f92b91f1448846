import type { JsonObject } from "#shared/kernel/json.ts";
import type { S3Rule } from "#test/contract/lifecycle-rule.ts";

const defined = (members: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, JsonObject[string]] => entry[1] !== undefined),
  );

/** A rule of S3's API in the flat spelling that the sandbox's calls take. */
export function flatRule(rule: S3Rule): JsonObject {
  const { And: both = {}, ...alone } = rule.Filter;
  const tags = [...(both.Tags ?? []), ...(alone.Tag === undefined ? [] : [alone.Tag])];
  const [transition] = rule.Transitions ?? [];
  return defined({
    id: rule.ID,
    status: rule.Status,
    prefix: alone.Prefix ?? both.Prefix,
    tags: tags.length === 0 ? undefined : Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    sizeGreaterThan: alone.ObjectSizeGreaterThan,
    sizeLessThan: both.ObjectSizeLessThan,
    expirationDays: rule.Expiration?.Days,
    expirationDate: rule.Expiration?.Date,
    noncurrentDays: rule.NoncurrentVersionExpiration?.NoncurrentDays,
    newerNoncurrentVersions: rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions,
    abortMultipartDays: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    transitionDays: transition?.Days,
    transitionClass: transition?.StorageClass,
  });
}
