import { type AccountNumber, type Arn, accountNumber, arn as arnOf } from "#shared/kernel/ids.ts";
import type { CloudRecord, UnreadableReason } from "#shared/policy/cloud-record.ts";
import { textsAt } from "#shared/policy/record-path.ts";
import type { ResourceType } from "#shared/policy/resource-types/resource-type.ts";
import type { WatchedEvent } from "#shared/policy/resource-types/table.ts";

export type Named = {
  readonly type: ResourceType;
  readonly name: string;
  readonly arn: Arn;
  readonly account: AccountNumber;
  readonly region: string;
};

/** `other-type`: the call names resources, but none of this type. */
export type Naming =
  | { readonly kind: "named"; readonly resources: readonly Named[] }
  | { readonly kind: "other-type" }
  | { readonly kind: "unreadable"; readonly reason: UnreadableReason; readonly because: string };

type Place = { readonly partition: string; readonly account: AccountNumber; readonly region: string };

/** Older than the region's own name (S3 API, LocationConstraint). */
const REGION_ALIASES: Readonly<Record<string, string>> = { EU: "eu-west-1" };

/** The longest name of any type in the table is 512 characters (log groups); control characters are in none. */
const ID_FORM = /^[^\p{Cc}]{1,512}$/u;

/** Every resource that a watched call concerns, by the paths of the table. */
export function nameResources(record: CloudRecord, event: WatchedEvent): Naming {
  const place = placeOf(record, event);
  if ("reason" in place) return { kind: "unreadable", ...place };
  const ids = textsAt(record.body, event.call.id);
  if (ids.length === 0) return unreadable("no-id", `${event.call.id.join(" and ")} hold no id`);
  if (!ids.every((id) => ID_FORM.test(id))) return unreadable("no-id", "the id is too long or not a name");
  return namedAll(ids, { record, event, place });
}

type Context = { readonly record: CloudRecord; readonly event: WatchedEvent; readonly place: Place };

function namedAll(ids: readonly string[], context: Context): Naming {
  const { type } = context.event;
  const fitting = ids.filter((id) => fits(type, id));
  if (fitting.length === 0) return { kind: "other-type" };
  const resources = fitting.map((id) => named(id, context)).filter((each) => each !== undefined);
  if (resources.length < fitting.length) return unreadable("no-arn", `the record holds no ARN of the ${type.key}`);
  return { kind: "named", resources };
}

const unreadable = (reason: UnreadableReason, because: string): Naming => ({ kind: "unreadable", reason, because });

function placeOf(record: CloudRecord, event: WatchedEvent): Place | { reason: UnreadableReason; because: string } {
  const account = record.recipientAccount ?? record.identity.accountId;
  if (account === undefined || !/^\d{12}$/.test(account)) {
    return { reason: "no-account", because: `recipientAccountId and userIdentity.accountId hold ${quoted(account)}` };
  }
  const own = event.does === "create" ? textsAt(record.body, event.call.region ?? [])[0] : undefined;
  const region = own === undefined ? record.region : (REGION_ALIASES[own] ?? own);
  if (region === undefined || !/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region)) {
    return { reason: "no-region", because: `awsRegion holds ${quoted(region)}` };
  }
  const partition = /^arn:(aws[a-z-]*):/.exec(record.identity.arn ?? "")?.[1] ?? partitionOf(region);
  return { partition, account: accountNumber(account), region };
}

const quoted = (text: string | undefined): string => (text === undefined ? "nothing" : `"${text.slice(0, 40)}"`);

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function fits(type: ResourceType, id: string): boolean {
  if (id.startsWith("arn:")) return arnForm(type).test(id);
  return type.idForm === undefined || new RegExp(type.idForm).test(id);
}

function named(id: string, context: Context): Named | undefined {
  const { type } = context.event;
  const arn = id.startsWith("arn:") ? id.replace(/:\*$/, "") : (recordedArn(context) ?? filledArn(id, context));
  if (arn === undefined) return undefined;
  return {
    type,
    arn: arnOf(arn),
    name: nameOf(type, id),
    account: context.place.account,
    region: context.place.region,
  };
}

/** The ARN in the record, taken only when it is one of the type: a hand-made record may hold anything. */
function recordedArn({ record, event }: Context): string | undefined {
  const paths = event.does === "create" ? (event.call.arn ?? []) : [];
  return textsAt(record.body, paths).find((arn) => arnForm(event.type).test(arn) && ID_FORM.test(arn));
}

function filledArn(id: string, { record, event: { type }, place }: Context): string | undefined {
  if (type.arnFrom === "record") return undefined;
  const values: Readonly<Record<string, string>> = { ...place, id: nameOf(type, id) };
  let whole = true;
  const filled = type.arn.replace(/\{([^}]+)\}/g, (_, slot: string) => {
    const value = Object.hasOwn(values, slot) ? values[slot] : textsAt(record.body, [slot])[0];
    whole &&= value !== undefined && ID_FORM.test(value);
    return value ?? "";
  });
  return whole ? filled : undefined;
}

function nameOf(type: ResourceType, id: string): string {
  if (id.startsWith("arn:")) return arnForm(type).exec(id.replace(/:\*$/, ""))?.[1] ?? id;
  return /^https:\/\/[^/]+\/\d+\/([^/]+)$/.exec(id)?.[1] ?? id;
}

const SLOTS: Readonly<Record<string, string>> = {
  partition: "aws[a-z-]*",
  region: "[a-z0-9-]*",
  account: "\\d{12}",
  id: "(.+?)",
};

const arnForms = new Map<string, RegExp>();

function arnForm(type: ResourceType): RegExp {
  const known = arnForms.get(type.key);
  if (known !== undefined) return known;
  const source = type.arn.replace(/\{([^}]+)\}|[.*+?^$()|[\]\\]/g, (text, slot: string | undefined) =>
    slot === undefined ? `\\${text}` : (SLOTS[slot] ?? "[^/]+"),
  );
  // Log groups are listed with a trailing ":*" that their tagging ARN does not have.
  const form = new RegExp(`^${source}(?::\\*)?$`);
  arnForms.set(type.key, form);
  return form;
}
