import type { Tags } from "#shared/adapters/local/sandbox/types/resource-type.ts";

/** Tags of AWS itself, in any case; they are not counted in the 50. */
export const isReserved = (key: string): boolean => key.toLowerCase().startsWith("aws:");

/** Most tags a resource may have (AWS, "Tag naming limits and requirements"). */
const MOST_TAGS = 50;

/** Why AWS refuses to give these tags to a resource that then has `after`; undefined when it does not. */
export function tagFault(given: Tags, after: Tags): "reserved" | "too-long" | "too-many" | undefined {
  if (Object.keys(given).some(isReserved)) return "reserved";
  const odd = ([key, value]: readonly [string, string]) => key === "" || key.length > 128 || value.length > 256;
  if (Object.entries(given).some(odd)) return "too-long";
  return Object.keys(after).filter((key) => !isReserved(key)).length > MOST_TAGS ? "too-many" : undefined;
}

export const TAG_FAULTS = {
  reserved: "Tag keys that begin with aws: are reserved",
  "too-long": "Tag keys have 1 to 128 characters, values at most 256",
  "too-many": "A resource has at most 50 tags",
} as const;

export const without = (tags: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
