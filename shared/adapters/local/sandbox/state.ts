import type { AccountNumber, Arn } from "#shared/kernel/ids.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";
import { type Drawer, openDrawer } from "./drawer.ts";
import type { SandboxStore } from "./store.ts";

export type SandboxAccount = {
  readonly account: AccountNumber;
  readonly name: string;
  readonly region: string;
  /** Where its organization has it, and how it tagged it. */
  readonly ou?: string;
  readonly environment?: string;
};

export type SandboxRole = {
  readonly arn: string;
  readonly account: AccountNumber;
  readonly name: string;
  /** `/tollgate/people/` */
  readonly path: string;
  readonly trust: JsonObject;
  /** ARN of a managed policy. */
  readonly boundary?: string;
  readonly policies: Readonly<Record<string, JsonObject>>;
};

/** A managed policy, here only as a permissions boundary. */
type SandboxPolicy = { readonly arn: string; readonly document: JsonObject };

type SandboxKey = { readonly arn: string; readonly account: AccountNumber; readonly policy: JsonObject };

export type SandboxObject = {
  readonly bucket: string;
  readonly key: string;
  /** In bytes, as the object claims to be: the body is a short stand-in. */
  readonly size: number;
  readonly body: string;
};

export type SandboxResource = {
  readonly arn: Arn;
  readonly type: string;
  readonly account: AccountNumber;
  readonly region: string;
  /** Its name or id, as the service's own calls take it. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: EpochMillis;
  readonly creator?: string;
  readonly parent?: Arn;
  /** What the service keeps besides: `retentionInDays`, `lifecycle`, `policy`, … under the service's own names. */
  readonly settings: Readonly<Record<string, Json>>;
};

type SandboxSession = {
  readonly accessKeyId: string;
  /** SHA-256 of secret and token: the sandbox keeps no credentials either. */
  readonly proof: string;
  readonly roleId: string;
  readonly session: string;
  readonly grant: string;
  readonly expiration: EpochMillis;
};

/** Who calls: a role of an account, under a session name. */
export type Caller = { readonly account: AccountNumber; readonly role: string; readonly session: string };

/** One call of an AWS API, as it travels: all of it is JSON, so that a late one survives a restart. */
export type ApiCall = {
  /** `logs:PutRetentionPolicy` */
  readonly operation: string;
  readonly account: AccountNumber;
  readonly region: string;
  readonly input: JsonObject;
  readonly caller: Caller;
};

/** A call that its sender gave up on, and that still takes effect at `at`. */
type LateCall = { readonly id: string; readonly at: EpochMillis; readonly call: ApiCall };

export type SandboxState = {
  readonly accounts: Drawer<SandboxAccount>;
  readonly roles: Drawer<SandboxRole>;
  readonly policies: Drawer<SandboxPolicy>;
  readonly keys: Drawer<SandboxKey>;
  readonly objects: Drawer<SandboxObject>;
  readonly resources: Drawer<SandboxResource>;
  readonly sessions: Drawer<SandboxSession>;
  readonly late: Drawer<LateCall>;
};

/** Opens what the store holds; everything is in memory from here on, and written through. */
export function openState(deps: { readonly store: SandboxStore; readonly clock: Clock }): SandboxState {
  const state: SandboxState = {
    accounts: openDrawer<SandboxAccount>("accounts", deps),
    roles: openDrawer<SandboxRole>("roles", deps),
    policies: openDrawer<SandboxPolicy>("policies", deps),
    keys: openDrawer<SandboxKey>("keys", deps),
    objects: openDrawer<SandboxObject>("objects", deps),
    resources: openDrawer<SandboxResource>("resources", deps),
    sessions: openDrawer<SandboxSession>("sessions", deps),
    late: openDrawer<LateCall>("late", deps),
  };
  for (const { kind, id, body } of deps.store.load()) drawerOf(state, kind)?.take(id, body);
  return state;
}

const drawerOf = (state: SandboxState, kind: string): { take(id: string, body: string): void } | undefined =>
  Object.entries(state).find(([name]) => name === kind)?.[1];

/** Role names are unique in an account, whatever their path. */
export const roleIdOf = (account: string, name: string): string => `${account}/${name}`;

export const objectIdOf = (bucket: string, key: string): string => `${bucket}/${key}`;

/** The bucket of a name: names are unique in all of S3, so no account is needed. */
export const bucketOf = (state: SandboxState, name: string): SandboxResource | undefined =>
  state.resources.get(`arn:aws:s3:::${name}`);
