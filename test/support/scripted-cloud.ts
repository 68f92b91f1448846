import { accountNumber, arn } from "#shared/kernel/ids.ts";
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
import { withRuleDays } from "#shared/policy/lifecycle.ts";

/** What a write does in the scripted account: answer as AWS does, with or without the change itself. */
export type WriteScript = (write: {
  readonly ref: ResourceRef;
  readonly changes: readonly ResourceChange[];
  readonly apply: () => void;
}) => WriteReply | Promise<WriteReply>;

/** A governed account whose answers a test writes down. It remembers every call. */
export type ScriptedCloud = ResourceCloud & {
  readonly resources: Map<string, ResourceState>;
  readonly writes: { readonly arn: string; readonly changes: readonly ResourceChange[] }[];
  /** What each read knew before, and what each write was handed as freshly read. */
  readonly calls: { reads: number; readonly known: (Known | undefined)[]; readonly fresh: (FreshlyRead | undefined)[] };
  onWrite: WriteScript;
  onRead: (ref: ResourceRef, found: ReadResource) => ReadResource | Promise<ReadResource>;
  unlistable: Set<string>;
};

export function scriptedCloud(...states: readonly ResourceState[]): ScriptedCloud {
  const resources = new Map<string, ResourceState>(states.map((state) => [state.arn, state]));
  const cloud: ScriptedCloud = {
    resources,
    writes: [],
    calls: { reads: 0, known: [], fresh: [] },
    unlistable: new Set(),
    onWrite: ({ apply }) => {
      apply();
      return { kind: "accepted", requestId: "req-1" };
    },
    onRead: (_ref, found) => found,
    async read(ref, known) {
      cloud.calls.reads += 1;
      cloud.calls.known.push(known);
      const state = resources.get(ref.arn);
      return cloud.onRead(ref, state === undefined ? { kind: "gone" } : { kind: "read", state });
    },
    async write(ref, changes, fresh) {
      cloud.writes.push({ arn: ref.arn, changes });
      cloud.calls.fresh.push(fresh);
      const apply = () => {
        for (const change of changes) put(resources, ref.arn, change);
      };
      return cloud.onWrite({ ref, changes, apply });
    },
    async list({ account, region, type }, cursor) {
      if (cloud.unlistable.has(type)) return { kind: "unreadable", code: "AccessDenied", message: "not allowed" };
      const refs = [...resources.values()].filter(
        (each) => each.account === account && each.region === region && each.type === type,
      );
      const from = Number(cursor ?? 0);
      const page = refs.slice(from, from + 2).map(({ arn: name, ...rest }) => ({
        arn: name,
        type: rest.type,
        account: rest.account,
        region: rest.region,
      }));
      return { kind: "listed", refs: page, ...(from + 2 < refs.length ? { cursor: String(from + 2) } : {}) };
    },
  };
  return cloud;
}

export function put(resources: Map<string, ResourceState>, name: string, change: ResourceChange): void {
  const state = resources.get(name);
  if (state === undefined) return;
  if (change.set === "retention" && change.rule !== undefined) {
    const { control, rule, days } = change;
    resources.set(name, { ...state, lifecycle: withRuleDays(state.lifecycle ?? [], control, { rule, days }) });
    return;
  }
  if (change.set === "retention") {
    resources.set(name, { ...state, retention: { ...state.retention, [change.control]: change.days } });
    return;
  }
  const { [change.key]: _old, ...others } = state.tags;
  resources.set(name, {
    ...state,
    tags: change.value === undefined ? others : { ...others, [change.key]: change.value },
  });
}

export const bucketOf = (name: string, over: Partial<ResourceState> = {}): ResourceState => ({
  arn: arn(`arn:aws:s3:::${name}`),
  type: "s3.bucket",
  account: accountNumber("111122223333"),
  region: "eu-west-1",
  name,
  tags: {},
  retention: {},
  attributes: {},
  ...over,
});

export const logGroupOf = (name: string, days: number | "unset", over: Partial<ResourceState> = {}): ResourceState => ({
  ...bucketOf(name),
  arn: arn(`arn:aws:logs:eu-west-1:111122223333:log-group:${name}`),
  type: "logs.log-group",
  retention: { "logs.retention": days },
  ...over,
});
