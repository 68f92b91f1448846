import { ANALYTICS } from "#shared/policy/resource-types/analytics.ts";
import { COMPUTE } from "#shared/policy/resource-types/compute.ts";
import { DATABASES } from "#shared/policy/resource-types/database.ts";
import { OPERATIONS } from "#shared/policy/resource-types/operations.ts";
import type {
  ChangeEvent,
  CreateEvent,
  ResourceType,
  RetentionControl,
} from "#shared/policy/resource-types/resource-type.ts";
import { STORAGE } from "#shared/policy/resource-types/storage.ts";
import { STREAMING } from "#shared/policy/resource-types/streaming.ts";
import { WAREHOUSES } from "#shared/policy/resource-types/warehouse.ts";

const ALL = [...STORAGE, ...STREAMING, ...DATABASES, ...WAREHOUSES, ...ANALYTICS, ...COMPUTE, ...OPERATIONS];

/** What is known of each resource type, by key: nothing else in the engine knows one type from another. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(ALL.map((type) => [type.key, type]));

/** An API call that makes a resource of a type, or changes what policies look at. */
export type WatchedEvent = { readonly type: ResourceType } & (
  | { readonly does: "create"; readonly call: CreateEvent }
  | { readonly does: "change"; readonly call: ChangeEvent }
);

const WATCHED: ReadonlyMap<string, readonly WatchedEvent[]> = Map.groupBy(
  ALL.flatMap((type): WatchedEvent[] => [
    ...type.creates.map((call) => ({ type, does: "create" as const, call })),
    ...type.changes.map((call) => ({ type, does: "change" as const, call })),
  ]),
  ({ type, call }) => eventKey(type.service, call.name),
);

const WATCHED_NAMES: ReadonlySet<string> = new Set([...WATCHED.values()].flat().map(({ call }) => call.name));

function eventKey(source: string, name: string): string {
  return `${source} ${name}`;
}

/** Every type that this call of this service concerns: matched on source and name, never on the name alone. */
export const watchedEvents = (source: string, name: string): readonly WatchedEvent[] =>
  WATCHED.get(eventKey(source, name)) ?? [];

/** Whether some service has a watched call of this name: `CreateCluster` is Redshift's, and five others'. */
export const isWatchedName = (name: string): boolean => WATCHED_NAMES.has(name);

/** The services and event names a host subscribes to. */
export const watchedCalls = (): readonly { readonly source: string; readonly name: string }[] =>
  [...WATCHED.values()].flatMap(([first]) =>
    first === undefined ? [] : [{ source: first.type.service, name: first.call.name }],
  );

/** The control of a type, undefined when the type has no such control. */
export const controlOf = (type: string, control: string): RetentionControl | undefined =>
  RESOURCE_TYPES.get(type)?.controls.find(({ id }) => id === control);
