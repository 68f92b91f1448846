import { type Acted, type ApiAction, type Scene, tagsOf, textsOf } from "#shared/adapters/local/sandbox/api/action.ts";
import { changeTags } from "#shared/adapters/local/sandbox/api/tag-actions.ts";
import type { Tags } from "#shared/adapters/local/sandbox/types/resource-type.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";

const SOURCE = "tagging.amazonaws.com";

/**
 * The Resource Groups Tagging API: its answer is an HTTP 200 even where it tagged nothing, and
 * `failedResourcesMap` names each ARN that failed (SDK model, TagResources).
 */
export const TAGGING_API: readonly ApiAction[] = [
  {
    name: "tag:TagResources",
    event: { source: SOURCE, name: "TagResources" },
    fields: { arns: "texts", tags: "tags" },
    resource: () => "*",
    request: (input) => ({ resourceARNList: textsOf(input, "arns"), tags: tagsOf(input) }),
    act: (input, scene) => each(textsOf(input, "arns"), scene, { set: tagsOf(input), drop: [] }),
  },
  {
    name: "tag:UntagResources",
    event: { source: SOURCE, name: "UntagResources" },
    fields: { arns: "texts", keys: "texts" },
    resource: () => "*",
    request: (input) => ({ resourceARNList: textsOf(input, "arns"), tagKeys: textsOf(input, "keys") }),
    act: (input, scene) => each(textsOf(input, "arns"), scene, { set: {}, drop: textsOf(input, "keys") }),
  },
];

type TagChange = { readonly set: Tags; readonly drop: readonly string[] };

function each(arns: readonly string[], scene: Scene, change: TagChange): Acted {
  const failures = arns.flatMap((arn) => {
    const acted = one(arn, scene, change);
    if (acted.kind === "done") return [];
    return [[arn, { statusCode: 400, errorCode: acted.code, errorMessage: acted.message }] as const];
  });
  return { kind: "done", response: { failedResourcesMap: Object.fromEntries(failures) } };
}

function one(arn: string, scene: Scene, change: TagChange): Acted {
  const resource = scene.state.resources.get(arn);
  const type = SANDBOX_TYPES.get(resource?.type ?? "");
  if (resource === undefined || type === undefined) {
    return { kind: "failed", code: "InvalidParameterException", message: `There is no ${arn}` };
  }
  const call = Object.keys(change.set).length > 0 ? type.tagging.tag : type.tagging.untag;
  const may = scene.mayAlso(`${type.service}:${call}`, arn);
  if (!may.allowed) return { kind: "failed", code: "AccessDeniedException", message: may.because };
  return changeTags({ type, arn, id: resource.id }, scene, change);
}
