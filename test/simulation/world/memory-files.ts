import { createHash } from "node:crypto";
import { BlobConflictError, type BlobStore, type OpenFile, type SpendSource } from "#shared/cost/ports.ts";
import { type Sha256, sha256 } from "#shared/kernel/digest.ts";

const hashOf = (bytes: Uint8Array): Sha256 => sha256(createHash("sha256").update(bytes).digest("hex"));

const openFileOf = (name: string, bytes: Uint8Array): OpenFile => ({
  name,
  bytes: bytes.length,
  slice: async (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
  async *chunks() {
    yield bytes;
  },
  sha256: async () => hashOf(bytes),
  close: async () => undefined,
});

/** Blobs in memory: a disk answers in an order of its own, and a simulation must repeat. */
export function memoryBlobs(): BlobStore {
  const kept = new Map<string, Uint8Array>();
  return {
    async put(key, pieces) {
      const all: Uint8Array[] = [];
      for await (const piece of pieces) all.push(piece);
      const bytes = new Uint8Array(Buffer.concat(all));
      const before = kept.get(key);
      if (before !== undefined && hashOf(before) !== hashOf(bytes))
        throw new BlobConflictError(`Cannot write blob "${key}": it holds other bytes`);
      kept.set(key, bytes);
      return { sha256: hashOf(bytes), bytes: bytes.length };
    },
    async open(key) {
      const bytes = kept.get(key);
      return bytes === undefined ? undefined : openFileOf(key, bytes);
    },
  };
}

/** Bills in memory, by name. */
export type MemoryBills = SpendSource & { lay(name: string, text: string): void };

export function memoryBills(): MemoryBills {
  const files = new Map<string, Uint8Array>();
  return {
    lay: (name, text) => void files.set(name, new TextEncoder().encode(text)),
    async open(name) {
      const bytes = files.get(name);
      return bytes === undefined ? undefined : openFileOf(name, bytes);
    },
    list: async (name) => [...files.keys()].filter((each) => each === name || each.startsWith(`${name}/`)).toSorted(),
  };
}
