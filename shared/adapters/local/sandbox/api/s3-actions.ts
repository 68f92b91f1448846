import {
  type Acted,
  type ApiAction,
  done,
  failed,
  type Scene,
  tagsOf,
  textOf,
} from "#shared/adapters/local/sandbox/api/action.ts";
import { lifecycleFault, recordedRules } from "#shared/adapters/local/sandbox/api/lifecycle.ts";
import { findResource, tagContext } from "#shared/adapters/local/sandbox/api/resource-actions.ts";
import { isReserved, TAG_FAULTS, tagFault } from "#shared/adapters/local/sandbox/api/tag-rules.ts";
import { policyFlaw } from "#shared/adapters/local/sandbox/iam/read-policy.ts";
import type { SandboxResource } from "#shared/adapters/local/sandbox/state.ts";
import type { Tags } from "#shared/adapters/local/sandbox/types/resource-type.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

type BucketAction = Pick<ApiAction, "fields" | "context" | "permission"> & {
  readonly action: string;
  /** CloudTrail's name, where it is not the action's. */
  readonly event?: string;
  readonly request?: (input: JsonObject) => JsonObject;
  readonly act: (input: JsonObject, bucket: SandboxResource) => SandboxResource | Extract<Acted, { kind: "failed" }>;
};

const pair = ([Key, Value]: readonly [string, string]): JsonObject => ({ Key, Value });

/** What S3 has besides the calls that all types have; each works on one bucket. */
const BUCKET_ACTIONS: readonly BucketAction[] = [
  {
    action: "PutBucketTagging",
    fields: { tags: "tags" },
    context: (input) => tagContext(tagsOf(input)),
    request: (input) => ({ tagging: "", Tagging: { TagSet: { Tag: Object.entries(tagsOf(input)).map(pair) } } }),
    act: (input, bucket) => replaceTags(bucket, tagsOf(input)),
  },
  {
    action: "DeleteBucketTagging",
    permission: "s3:PutBucketTagging",
    fields: {},
    request: () => ({ tagging: "" }),
    act: (_input, bucket) => replaceTags(bucket, {}),
  },
  {
    action: "PutBucketLifecycleConfiguration",
    permission: "s3:PutLifecycleConfiguration",
    event: "PutBucketLifecycle",
    fields: { rules: "objects" },
    request: (input) => ({ lifecycle: "", LifecycleConfiguration: recordedRules(objects(input, "rules")) }),
    act(input, bucket) {
      const fault = lifecycleFault(objects(input, "rules"));
      if (fault !== undefined) return refused("InvalidRequest", fault);
      return { ...bucket, settings: { ...bucket.settings, lifecycle: objects(input, "rules") } };
    },
  },
  {
    action: "DeleteBucketLifecycle",
    permission: "s3:PutLifecycleConfiguration",
    fields: {},
    request: () => ({ lifecycle: "" }),
    act: (_input, bucket) => withoutSetting(bucket, "lifecycle"),
  },
  {
    action: "PutBucketPolicy",
    fields: { policy: "object" },
    request: (input) => ({ policy: "", bucketPolicy: input["policy"] ?? {} }),
    act(input, bucket) {
      const flaw = policyFlaw(input["policy"], "resource");
      if (flaw !== undefined) return refused("MalformedPolicy", flaw);
      return { ...bucket, settings: { ...bucket.settings, policy: structuredClone(input["policy"] ?? {}) } };
    },
  },
  {
    action: "DeleteBucketPolicy",
    fields: {},
    request: () => ({ policy: "" }),
    act: (_input, bucket) => withoutSetting(bucket, "policy"),
  },
];

export const S3_ACTIONS: readonly ApiAction[] = BUCKET_ACTIONS.map((each) => ({
  name: `s3:${each.action}`,
  ...(each.permission === undefined ? {} : { permission: each.permission }),
  event: { source: "s3.amazonaws.com", name: each.event ?? each.action },
  fields: { bucket: "text", ...each.fields },
  resource: (input) => `arn:aws:s3:::${textOf(input, "bucket")}`,
  ...(each.context === undefined ? {} : { context: each.context }),
  request: (input) => ({ bucketName: textOf(input, "bucket"), ...each.request?.(input) }),
  act(input, scene) {
    const found = findBucket(textOf(input, "bucket"), scene);
    if (found.kind === "failed") return found;
    const changed = each.act(input, found.resource);
    if ("kind" in changed) return changed;
    scene.state.resources.put(changed.arn, changed);
    return done();
  },
}));

function findBucket(name: string, scene: Scene): ReturnType<typeof findResource> {
  const type = SANDBOX_TYPES.get("s3.bucket");
  return type === undefined
    ? { kind: "failed", code: "NoSuchBucket", message: "There are no buckets here" }
    : findResource(type, `arn:aws:s3:::${name}`, scene);
}

/** PutBucketTagging puts the whole set: what is not sent is gone, but AWS's own tags must be sent back. */
function replaceTags(bucket: SandboxResource, tags: Tags): ReturnType<BucketAction["act"]> {
  if (bucket.settings["abac"] === true) {
    return refused("MethodNotAllowed", "The bucket has ABAC enabled: tag it by TagResource and UntagResource");
  }
  const system = Object.entries(bucket.tags).filter(([key]) => isReserved(key));
  const given = Object.entries(tags).filter(([key]) => isReserved(key));
  if (system.some(([key, value]) => tags[key] !== value)) {
    return refused("InvalidTag", "System tags cannot be removed by requester");
  }
  if (given.length > system.length) return refused("InvalidTag", "System tags cannot be added by requester");
  const own = Object.fromEntries(Object.entries(tags).filter(([key]) => !isReserved(key)));
  const fault = tagFault(own, tags);
  if (fault !== undefined) return refused(fault === "too-many" ? "BadRequest" : "InvalidTag", TAG_FAULTS[fault]);
  return { ...bucket, tags };
}

const refused = (code: string, message: string) => ({ kind: "failed", code, message }) as const;

const objects = (input: JsonObject, name: string): readonly JsonObject[] => {
  const list = input[name];
  return Array.isArray(list) ? (list as readonly JsonObject[]) : [];
};

const withoutSetting = (bucket: SandboxResource, name: string): SandboxResource => ({
  ...bucket,
  settings: Object.fromEntries(Object.entries(bucket.settings).filter(([key]) => key !== name)),
});

/** Objects: data events, which a trail does not record unless it is told to. */
export const OBJECT_ACTIONS: readonly ApiAction[] = [
  {
    name: "s3:PutObject",
    fields: { bucket: "text", key: "text", body: "text", size: "whole?" },
    resource: objectArn,
    request: () => ({}),
    act(input, scene) {
      const [bucket, key, body] = [textOf(input, "bucket"), textOf(input, "key"), textOf(input, "body")];
      const size = Number(input["size"] ?? body.length);
      scene.state.objects.put(`${bucket}/${key}`, { bucket, key, size, body });
      return done({ size });
    },
  },
  {
    name: "s3:GetObject",
    fields: { bucket: "text", key: "text" },
    resource: objectArn,
    request: () => ({}),
    act(input, { state }) {
      const found = state.objects.get(`${textOf(input, "bucket")}/${textOf(input, "key")}`);
      return found === undefined
        ? failed("NoSuchKey", `There is no object "${textOf(input, "key")}"`)
        : done({ key: found.key, size: found.size, body: found.body });
    },
  },
  {
    name: "s3:ListObjectsV2",
    permission: "s3:ListBucket",
    fields: { bucket: "text", prefix: "text?" },
    resource: (input) => `arn:aws:s3:::${textOf(input, "bucket")}`,
    context: (input) => ({ "s3:prefix": textOf(input, "prefix") }),
    request: () => ({}),
    act(input, { state }) {
      const [bucket, prefix] = [textOf(input, "bucket"), textOf(input, "prefix")];
      const inside = state.objects.values().filter((each) => each.bucket === bucket && each.key.startsWith(prefix));
      return done({ contents: inside.slice(0, 1_000).map(({ key, size }) => ({ key, size })) });
    },
  },
];

function objectArn(input: JsonObject): string {
  return `arn:aws:s3:::${textOf(input, "bucket")}/${textOf(input, "key")}`;
}
