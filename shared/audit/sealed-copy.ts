import type { Seal } from "#shared/audit/seal.ts";
import { canonicalJson, type JsonObject } from "#shared/kernel/json.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

/** Folder of the copies, in the bucket for the audit log as in a laptop's. */
export const SEALED = "sealed";

/** `seal-000000001.ndjson` for the first: names of copies sort as their seals do. */
export const copyName = (number: number): string => `seal-${String(number).padStart(9, "0")}.ndjson`;

export const copyKey = (number: number): string => `${SEALED}/${copyName(number)}`;

/**
 * A seal and what it covers as one file: the seal, then its events in the order of its leaves, one canonical JSON a
 * line. Both are immutable, so whoever writes it, and whenever, writes the same bytes.
 */
export const sealedCopy = (seal: Seal, events: readonly ChainedEvent[]): string =>
  [seal, ...events].map((value) => `${canonicalJson(value as object as JsonObject)}\n`).join("");
