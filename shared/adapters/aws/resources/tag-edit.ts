import type { ResourceChange } from "#shared/policy/cloud.ts";

export type Tags = Readonly<Record<string, string>>;

/** What a write does to a tag set; no key is in both. */
export type TagEdit = { readonly put: Tags; readonly drop: readonly string[] };

/** The changes of one write together; of two that name the same key the later counts. */
export function tagEditOf(changes: readonly ResourceChange[]): TagEdit {
  const last = new Map(
    changes.flatMap((change) => (change.set === "tag" ? [[change.key, change.value] as const] : [])),
  );
  const put = [...last].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return {
    put: Object.fromEntries(put),
    drop: [...last].flatMap(([key, value]) => (value === undefined ? [key] : [])),
  };
}

export const isEmptyEdit = ({ put, drop }: TagEdit): boolean => Object.keys(put).length === 0 && drop.length === 0;

/** AWS keeps keys that begin so, in whatever case, for itself (Tagging AWS resources, "Tag naming limits"). */
export const isReserved = (key: string): boolean => /^aws:/i.test(key);

/** The whole set after an edit: what is not named stays, AWS's own tags among it. */
export function mergedTags(before: Tags, { put, drop }: TagEdit): Tags {
  const kept = Object.entries(before).filter(([key]) => isReserved(key) || !drop.includes(key));
  return { ...Object.fromEntries(kept), ...put };
}

type Pair = { readonly Key?: string | undefined; readonly Value?: string | undefined };

/** A set as most services have it. */
export const tagsOfPairs = (pairs: readonly Pair[] | undefined): Tags =>
  Object.fromEntries((pairs ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));

export const pairsOfTags = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/**
 * Drops first and adds then, so that a full set has room; without one of them, the other alone.
 *
 * @returns the request id of the last call
 */
export async function dropThenPut(
  { put, drop }: TagEdit,
  calls: {
    readonly drop: (keys: string[]) => Promise<Answered>;
    readonly put: (tags: Tags) => Promise<Answered>;
  },
): Promise<string> {
  let last = "";
  if (drop.length > 0) last = requestIdOf(await calls.drop([...drop]));
  if (Object.keys(put).length > 0) last = requestIdOf(await calls.put(put));
  return last;
}

export type Answered = { readonly $metadata: { readonly requestId?: string | undefined } };

export const requestIdOf = ({ $metadata }: Answered): string => $metadata.requestId ?? "";
