import type { ApiAction } from "#shared/adapters/local/sandbox/api/action.ts";
import { IAM_ACTIONS } from "#shared/adapters/local/sandbox/api/iam-actions.ts";
import { RESOURCE_ACTIONS } from "#shared/adapters/local/sandbox/api/resource-actions.ts";
import { RETENTION_ACTIONS } from "#shared/adapters/local/sandbox/api/retention-actions.ts";
import { OBJECT_ACTIONS, S3_ACTIONS } from "#shared/adapters/local/sandbox/api/s3-actions.ts";
import { TAG_ACTIONS } from "#shared/adapters/local/sandbox/api/tag-actions.ts";
import { TAGGING_API } from "#shared/adapters/local/sandbox/api/tagging-api.ts";

/** Everything that can be done in the sandbox, by name. */
export const API_ACTIONS: ReadonlyMap<string, ApiAction> = new Map(
  [
    ...RESOURCE_ACTIONS,
    ...TAG_ACTIONS,
    ...TAGGING_API,
    ...RETENTION_ACTIONS,
    ...S3_ACTIONS,
    ...OBJECT_ACTIONS,
    ...IAM_ACTIONS,
  ].map((action) => [action.name, action]),
);
