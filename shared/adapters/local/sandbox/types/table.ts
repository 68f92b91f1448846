import { ANALYTICS } from "./analytics.ts";
import { COMPUTE } from "./compute.ts";
import { DATABASES } from "./databases.ts";
import type { SandboxType } from "./resource-type.ts";
import { STORAGE } from "./storage.ts";

/** The types that the sandbox has: those of a data platform whose create events are published. */
export const SANDBOX_TYPES: ReadonlyMap<string, SandboxType> = new Map(
  [...STORAGE, ...DATABASES, ...ANALYTICS, ...COMPUTE].map((type) => [type.key, type]),
);

export const typesOf = (service: string): readonly SandboxType[] =>
  [...SANDBOX_TYPES.values()].filter((type) => type.service === service);
