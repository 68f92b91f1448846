import { rulesOf } from "#shared/adapters/local/sandbox/api/lifecycle.ts";
import { lifecycleRules } from "#shared/adapters/local/sandbox/lifecycle-settings.ts";
import { retentionOf } from "#shared/adapters/local/sandbox/retention.ts";
import type { SandboxResource } from "#shared/adapters/local/sandbox/state.ts";
import { type EpochMillis, type Millis, millis, plus } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { managerOf } from "#shared/policy/managed-by.ts";

/** A resource as Tollgate sees it: all that AWS tells of it, in Tollgate's words. */
export function showResource(resource: SandboxResource): ResourceState {
  const { settings, id, ...rest } = resource;
  const managedBy = managerOf(resource.tags);
  return {
    ...rest,
    name: id,
    retention: retentionOf(resource),
    ...(managedBy === undefined ? {} : { managedBy }),
    ...(resource.type === "s3.bucket" ? { lifecycle: lifecycleRules(rulesOf(settings)) } : {}),
    attributes: { ...settings, ...(resource.type === "s3.bucket" ? { lifecycle: rulesOf(settings) } : {}) },
  };
}

/** Whether the account describes it by then: a new resource may take a while. */
export function isReady(
  { type, createdAt }: SandboxResource,
  readyAfter: Readonly<Record<string, Millis>>,
  at: EpochMillis,
): boolean {
  return plus(createdAt, readyAfter[type] ?? millis(0)) <= at;
}
