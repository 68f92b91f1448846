import {
  type Acted,
  type ApiAction,
  done,
  failed,
  type Scene,
  tagsOf,
  textOf,
  textsOf,
} from "#shared/adapters/local/sandbox/api/action.ts";
import type { Fields } from "#shared/adapters/local/sandbox/api/input.ts";
import { findResource, tagContext } from "#shared/adapters/local/sandbox/api/resource-actions.ts";
import { TAG_FAULTS, tagFault, without } from "#shared/adapters/local/sandbox/api/tag-rules.ts";
import { arnOf, type SandboxType, type Tags } from "#shared/adapters/local/sandbox/types/resource-type.ts";
import { SANDBOX_TYPES, typesOf } from "#shared/adapters/local/sandbox/types/table.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

/** Tag and untag calls, one pair per service: they serve all its types. */
export const TAG_ACTIONS: readonly ApiAction[] = [
  ...new Set([...SANDBOX_TYPES.values()].map(({ service }) => service)),
].flatMap((service) => {
  const types = typesOf(service);
  return types[0] === undefined ? [] : [tagAction(types[0], types), untagAction(types[0], types)];
});

function tagAction(first: SandboxType, types: readonly SandboxType[]): ApiAction {
  const { tagging, service } = first;
  return {
    name: `${service}:${tagging.tag}`,
    event: { source: first.source, name: tagging.events?.[0] ?? tagging.tag },
    fields: { ...namedBy(types), tags: "tags" },
    resource: (input, scene) => targetOf(input, types, scene)?.arn ?? "*",
    context: (input) => tagContext(tagsOf(input)),
    request: (input, scene) => ({ ...shown(input, types, scene), ...tagging.tags(tagsOf(input)) }),
    act: (input, scene) => changeTags(targetOf(input, types, scene), scene, { set: tagsOf(input), drop: [] }),
  };
}

function untagAction(first: SandboxType, types: readonly SandboxType[]): ApiAction {
  const { tagging, service } = first;
  return {
    name: `${service}:${tagging.untag}`,
    event: { source: first.source, name: tagging.events?.[1] ?? tagging.untag },
    fields: { ...namedBy(types), keys: "texts" },
    resource: (input, scene) => targetOf(input, types, scene)?.arn ?? "*",
    context: (input) => ({ "aws:TagKeys": textsOf(input, "keys") }),
    request: (input, scene) => ({ ...shown(input, types, scene), ...tagging.keys(textsOf(input, "keys")) }),
    act: (input, scene) => changeTags(targetOf(input, types, scene), scene, { set: {}, drop: textsOf(input, "keys") }),
  };
}

/** A tag call names its resource by ARN, or by the member that its type's other calls use. */
function namedBy(types: readonly SandboxType[]): Fields {
  return { arn: "text?", ...Object.fromEntries(types.map(({ idField }) => [idField, "text?"] as const)) };
}

type Target = { readonly type: SandboxType; readonly arn: string; readonly id: string };

function targetOf(input: JsonObject, types: readonly SandboxType[], scene: Scene): Target | undefined {
  const arn = textOf(input, "arn");
  if (arn !== "") return targetByArn(arn, types, scene);
  const type = types.find(({ idField }) => textOf(input, idField) !== "");
  const id = type && textOf(input, type.idField);
  if (type === undefined || id === undefined) return undefined;
  return { type, id, arn: arnOf(type, { id, account: scene.account, region: scene.region }) };
}

function targetByArn(arn: string, types: readonly SandboxType[], { state }: Scene): Target | undefined {
  const resource = state.resources.get(arn);
  const type = types.find(({ key }) => key === resource?.type) ?? types[0];
  return type && { type, arn, id: resource?.id ?? arn };
}

function shown(input: JsonObject, types: readonly SandboxType[], scene: Scene): JsonObject {
  const target = targetOf(input, types, scene);
  if (target === undefined) return {};
  return target.type.tagging.named({ ...target, account: scene.account, region: scene.region });
}

type TagChange = { readonly set: Tags; readonly drop: readonly string[] };

/** Adds and drops tags, keeping the others; AWS's own tags cannot be dropped. */
export function changeTags(target: Target | undefined, scene: Scene, { set, drop }: TagChange): Acted {
  if (target === undefined) return failed("ValidationException", 'Say which resource by its "arn" or its name');
  const found = findResource(target.type, target.arn, scene);
  if (found.kind === "failed") return found;
  const { codes } = target.type;
  const after = { ...without(found.resource.tags, drop), ...set };
  const fault = tagFault({ ...set, ...Object.fromEntries(drop.map((key) => [key, ""])) }, after);
  if (fault !== undefined) {
    return failed(fault === "too-many" ? codes.tooManyTags : "InvalidParameterValue", TAG_FAULTS[fault]);
  }
  scene.state.resources.put(found.resource.arn, { ...found.resource, tags: after });
  return done();
}
