import type { Json } from "#shared/kernel/json.ts";
import type { Paths } from "#shared/policy/resource-types/resource-type.ts";

/**
 * Every value at a path such as `responseElements.instancesSet.items[].instanceId`, in order.
 *
 * Only a record's own members are followed, so a path never finds what JavaScript itself puts on
 * objects. A null counts as nothing.
 */
export function valuesAt(record: Json, path: string): readonly Json[] {
  let found: readonly Json[] = [record];
  for (const step of path.split(".")) {
    const many = step.endsWith("[]");
    const name = many ? step.slice(0, -2) : step;
    found = found.flatMap((value) => member(value, name)).flatMap((value) => (many ? items(value) : [value]));
  }
  return found;
}

/** The texts at the first of `paths` that holds any; numbers and booleans are no texts. */
export function textsAt(record: Json, paths: Paths): readonly string[] {
  for (const path of paths) {
    const texts = valuesAt(record, path).filter((value) => typeof value === "string" && value !== "");
    if (texts.length > 0) return texts as readonly string[];
  }
  return [];
}

function member(value: Json, name: string): readonly Json[] {
  if (value === null || typeof value !== "object" || Array.isArray(value) || !Object.hasOwn(value, name)) return [];
  const found = (value as { readonly [key: string]: Json })[name];
  return found === undefined || found === null ? [] : [found];
}

const items = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
