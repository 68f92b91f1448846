import { sessionArnOf } from "#shared/adapters/local/sandbox/access.ts";
import {
  type Acted,
  type ApiAction,
  done,
  failed,
  type Scene,
  tagsOf,
  textOf,
} from "#shared/adapters/local/sandbox/api/action.ts";
import { TAG_FAULTS, tagFault } from "#shared/adapters/local/sandbox/api/tag-rules.ts";
import { roleIdOf, type SandboxResource } from "#shared/adapters/local/sandbox/state.ts";
import { arnOf, type Made, type SandboxType } from "#shared/adapters/local/sandbox/types/resource-type.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import { arn as toArn } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { millis, plus } from "#shared/kernel/time.ts";

/** Creating and deleting, for each type of the sandbox. */
export const RESOURCE_ACTIONS: readonly ApiAction[] = [...SANDBOX_TYPES.values()].flatMap((type) => [
  createAction(type),
  removeAction(type),
]);

function createAction(type: SandboxType): ApiAction {
  const named = (input: JsonObject, scene: Scene, id = textOf(input, type.idField)): Made => ({
    id,
    arn: arnOf(type, { id: id || "*", account: scene.account, region: scene.region }),
    account: scene.account,
    region: scene.region,
    input,
    tags: tagsOf(input),
  });
  return {
    name: `${type.service}:${type.create.action}`,
    event: { source: type.source, name: type.create.event ?? type.create.action },
    fields: type.create.fields,
    resource: (input, scene) => named(input, scene).arn,
    context: (input) => tagContext(tagsOf(input)),
    request: (input, scene) => type.create.request(named(input, scene)),
    act: (input, scene) => create(type, named(input, scene, newId(type, input, scene)), scene),
  };
}

const newId = (type: SandboxType, input: JsonObject, { ids }: Scene): string =>
  type.idPrefix === undefined ? textOf(input, type.idField) : `${type.idPrefix}${hexOf(ids.next(type.idPrefix))}`;

/** What AWS makes up is hexadecimal; an id of ours may hold any letters. */
function hexOf(text: string): string {
  let hash = 0n;
  for (const character of text) hash = (hash * 1_099_511_628_211n + BigInt(character.codePointAt(0) ?? 0)) % 2n ** 68n;
  return hash.toString(16).padStart(17, "0");
}

function create(type: SandboxType, made: Made, scene: Scene): Acted {
  if (type.idForm?.test(made.id) === false) {
    return failed("InvalidParameterValue", `"${made.id}" is no name of a ${type.key}`);
  }
  if (scene.state.resources.get(made.arn) !== undefined) {
    return failed(type.codes.taken, `${type.key} "${made.id}" exists already`);
  }
  const fault = tagFault(made.tags, made.tags);
  if (fault !== undefined) return failed(type.codes.tooManyTags, TAG_FAULTS[fault]);
  const role = scene.state.roles.get(roleIdOf(scene.caller.account, scene.caller.role));
  const parent = type.create.parent?.(made);
  scene.state.resources.put(made.arn, {
    arn: toArn(made.arn),
    type: type.key,
    account: scene.account,
    region: scene.region,
    id: made.id,
    tags: made.tags,
    createdAt: scene.clock.now(),
    ...(role === undefined ? {} : { creator: sessionArnOf(role, scene.caller.session) }),
    ...(parent === undefined ? {} : { parent: toArn(parent) }),
    settings: type.create.settings?.(made.input) ?? {},
  });
  return done(type.create.response(made));
}

function removeAction(type: SandboxType): ApiAction {
  const arn = (input: JsonObject, { account, region }: Scene) =>
    arnOf(type, { id: textOf(input, type.idField), account, region });
  return {
    name: `${type.service}:${type.remove.action}`,
    event: { source: type.source, name: type.remove.event ?? type.remove.action },
    fields: { [type.idField]: "text" },
    resource: arn,
    request: (input) => type.remove.request(textOf(input, type.idField)),
    act(input, scene) {
      const found = findResource(type, arn(input, scene), scene);
      if (found.kind === "failed") return found;
      const full = scene.state.objects
        .values()
        .some(({ bucket }) => type.key === "s3.bucket" && bucket === found.resource.id);
      if (full) return failed("BucketNotEmpty", `Bucket "${found.resource.id}" is not empty`);
      scene.state.resources.remove(found.resource.arn);
      return done(type.key === "s3.bucket" ? null : type.remove.request(found.resource.id));
    },
  };
}

type Found = { readonly kind: "found"; readonly resource: SandboxResource } | Extract<Acted, { kind: "failed" }>;

/** The resource a call names, unless it is not there or not described yet. */
export function findResource(type: SandboxType, arn: string, scene: Scene): Found {
  const resource = scene.state.resources.get(arn);
  if (resource === undefined || resource.type !== type.key || resource.account !== scene.account) {
    return { kind: "failed", code: type.codes.missing, message: `There is no ${type.key} ${arn}` };
  }
  const ready = plus(resource.createdAt, scene.readyAfter[type.key] ?? millis(0));
  if (ready > scene.clock.now()) {
    return { kind: "failed", code: "ResourceNotReadyException", message: `${arn} is being created` };
  }
  return { kind: "found", resource };
}

/** What IAM sees of the tags in a request. */
export const tagContext = (
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string | readonly string[]>> => ({
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  "aws:TagKeys": Object.keys(tags),
});
