import { serviceFaultOf } from "#shared/adapters/aws/faults.ts";
import { idIn } from "#shared/adapters/aws/resources/arn-form.ts";
import type { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import { Refusal, replyOf, unreadableOf } from "#shared/adapters/aws/resources/refusal.ts";
import type { Days, Described, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { type LateServedType, SERVED_TYPES } from "#shared/adapters/aws/resources/table.ts";
import { isEmptyEdit, isReserved, type Tags, tagEditOf } from "#shared/adapters/aws/resources/tag-edit.ts";
import { arn } from "#shared/kernel/ids.ts";
import type { Json } from "#shared/kernel/json.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type {
  FreshlyRead,
  Known,
  ReadResource,
  ResourceChange,
  ResourceCloud,
  ResourceRef,
  ResourceState,
  WriteReply,
} from "#shared/policy/cloud.ts";
import { managerOf } from "#shared/policy/managed-by.ts";
import { controlOf } from "#shared/policy/resource-types/table.ts";

export type AwsResourceCloudDeps = {
  readonly clients: MemberClients;
  /** What is served and how; the table of this folder unless a test brings its own. */
  readonly types?: ReadonlyMap<string, LateServedType>;
};

type Listed = Awaited<ReturnType<ResourceCloud["list"]>>;
type Retention = Readonly<Record<string, Days>>;
type Wanted = { readonly changes: readonly ResourceChange[]; readonly read: FreshlyRead | undefined };

/** The resource side of governed accounts, each type by its own service. Nothing here knows one type from another. */
export class AwsResourceCloud implements ResourceCloud {
  readonly #clients: MemberClients;
  readonly #types: ReadonlyMap<string, LateServedType>;

  constructor({ clients, types = SERVED_TYPES }: AwsResourceCloudDeps) {
    this.#clients = clients;
    this.#types = types;
  }

  async list(where: Pick<ResourceRef, "account" | "region" | "type">, cursor?: string): Promise<Listed> {
    const type = await this.#types.get(where.type)?.();
    if (type === undefined) return notSupported(where.type);
    try {
      const from = cursor === undefined ? {} : { cursor };
      const { arns, next } = await type.list({ ...where, ...from, clientOf: this.#clients.in(where) });
      const refs = arns.map((each) => ({ ...where, arn: arn(each) }));
      return { kind: "listed", refs, ...(next === undefined || next === "" ? {} : { cursor: next }) };
    } catch (fault) {
      return unreadableOf(fault);
    }
  }

  async read(ref: ResourceRef, known?: Known): Promise<ReadResource> {
    const type = await this.#types.get(ref.type)?.();
    if (type === undefined) return notSupported(ref.type);
    try {
      const at = this.#target(ref);
      if (known?.kind === "written" && known.changes.every(({ set }) => set === "tag")) {
        return { kind: "read", state: retagged(known.before, await type.readTags(at)) };
      }
      const announced = known?.kind === "announced" ? await asAnnounced(type, at) : undefined;
      return announced === undefined ? await lookedUp(type, at) : { kind: "read", state: announced };
    } catch (fault) {
      return type.missing.includes(serviceFaultOf(fault)?.code ?? "") ? { kind: "gone" } : unreadableOf(fault);
    }
  }

  /** Tags first, then retention; nothing is sent after the first call that was not accepted. */
  async write(ref: ResourceRef, changes: readonly ResourceChange[], read?: FreshlyRead): Promise<WriteReply> {
    const type = await this.#types.get(ref.type)?.();
    const refused = type === undefined ? refusedAs(notSupported(ref.type)) : faultIn(ref.type, changes);
    if (type === undefined || refused !== undefined) return refused as WriteReply;
    try {
      return { kind: "accepted", requestId: await this.#send(type, ref, { changes, read }) };
    } catch (fault) {
      return replyOf(fault);
    }
  }

  async #send(type: ServedType, ref: ResourceRef, { changes, read }: Wanted): Promise<string> {
    const at = this.#target(ref);
    const edit = tagEditOf(changes);
    const wanted = retentionOf(changes);
    let last = "";
    if (!isEmptyEdit(edit)) last = await type.writeTags(at, edit, read && { ...read, tags: read.state.tags });
    if (Object.keys(wanted).length === 0) return last;
    if (type.retention === undefined) throw new Refusal(unsupported(ref.type, Object.keys(wanted)[0]));
    return type.retention.write(at, wanted);
  }

  #target(ref: ResourceRef): Target {
    return { ref, id: idIn(ref.type, ref.arn), clientOf: this.#clients.in(ref) };
  }
}

const notSupported = (type: string): { kind: "unreadable"; code: string; message: string } => ({
  kind: "unreadable",
  code: "not-supported",
  message: `Tollgate does not read resources of type "${type}" in an AWS account yet`,
});

const refusedAs = ({ code, message }: { readonly code: string; readonly message: string }): WriteReply => ({
  kind: "refused",
  code,
  message,
  forGood: true,
});

const unsupported = (type: string, control: string | undefined) => ({
  code: "UnsupportedControl",
  message: `A ${type} has no "${control}"`,
  forGood: true,
});

/** What no service would take, told before anything is sent: a part of the write must not be done alone. */
function faultIn(type: string, changes: readonly ResourceChange[]): WriteReply | undefined {
  for (const change of changes) {
    if (change.set === "tag" && isReserved(change.key)) {
      return refusedAs({ code: "ReservedTag", message: `"${change.key}" is a tag of AWS's own` });
    }
    if (change.set === "retention" && controlOf(type, change.control) === undefined) {
      return { kind: "refused", ...unsupported(type, change.control) };
    }
    // Never taken for the whole bucket: a rule is about one prefix, and its bucket is read without rules here.
    if (change.set === "retention" && change.rule !== undefined) {
      return refusedAs({ code: "not-supported", message: "Single lifecycle rules are not written here yet" });
    }
  }
  return undefined;
}

const retentionOf = (changes: readonly ResourceChange[]): Retention =>
  Object.fromEntries(changes.flatMap((each) => (each.set === "retention" ? [[each.control, each.days]] : [])));

async function lookedUp(type: ServedType, at: Target): Promise<ReadResource> {
  const described = await type.describe(at);
  if (described.kind !== "described") return described;
  const [tags, retention] = await Promise.all([type.readTags(at), knownRetention(type, at)]);
  return { kind: "read", state: stateOf(at, described, { tags, retention }) };
}

/** Without its description, where that is not needed. Undefined where it is, or where not all of the rest answers. */
async function asAnnounced(type: ServedType, at: Target): Promise<ResourceState | undefined> {
  if (type.toldByEvent !== true) return undefined;
  const [tags, retention] = await Promise.allSettled([type.readTags(at), knownRetention(type, at)]);
  if (tags.status === "rejected" || retention.status === "rejected") return undefined;
  const described = { kind: "described", attributes: {} } as const;
  return stateOf(at, described, { tags: tags.value, retention: retention.value });
}

/** A control that cannot be read has no entry; the rest of the resource is judged all the same. */
async function knownRetention(type: ServedType, at: Target): Promise<Retention> {
  if (type.retention?.read === undefined) return {};
  try {
    return await type.retention.read(at);
  } catch (fault) {
    // Gone in the meantime is told as gone, and not as a resource without settings.
    if (type.missing.includes(serviceFaultOf(fault)?.code ?? "")) throw fault;
    return {};
  }
}

function stateOf(
  { ref, id }: Target,
  described: Extract<Described, { kind: "described" }>,
  { tags, retention }: { readonly tags: Tags; readonly retention: Retention },
): ResourceState {
  const { createdAt, parent } = described;
  const managedBy = managerOf(tags);
  return {
    arn: ref.arn,
    type: ref.type,
    account: ref.account,
    region: ref.region,
    name: id,
    tags,
    retention: { ...described.retention, ...retention },
    ...(createdAt === undefined ? {} : { createdAt: epochMillis(createdAt.getTime()) }),
    ...(parent === undefined ? {} : { parent: arn(parent) }),
    ...(managedBy === undefined ? {} : { managedBy }),
    attributes: definedOf(described.attributes),
  };
}

/** What a write of tags alone leaves as it was: all but them, and who they say manages it. */
function retagged({ managedBy: _, ...before }: ResourceState, tags: Tags): ResourceState {
  const managedBy = managerOf(tags);
  return { ...before, tags, ...(managedBy === undefined ? {} : { managedBy }) };
}

const definedOf = (attributes: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, Json] => entry[1] !== undefined));
