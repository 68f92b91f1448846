import type { BillFile, ReadOptions } from "#shared/cost/batch.ts";
import type { BillFormat } from "#shared/cost/import.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** A file that can be read from any place, more than once. It must not change while it is open. */
export type OpenFile = {
  /** As the caller named it; what messages say. */
  readonly name: string;
  readonly bytes: number;
  /** Bytes from `start` up to, not including, `end`. */
  slice(start: number, end: number): Promise<ArrayBuffer>;
  /** The whole file from its start, a piece at a time. */
  chunks(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

/**
 * Where bills come from: a folder on a laptop, a bucket in the cloud. Names are paths or URIs of that
 * place. Every implementation passes test/contract/spend-source.ts.
 */
export interface SpendSource {
  /** Undefined when there is no such file. @throws on a name that leaves the place */
  open(name: string): Promise<OpenFile | undefined>;
  /** The names of all files below `name`, sorted; the name itself when it is a file; empty when there is nothing. */
  list(name: string): Promise<readonly string[]>;
}

/**
 * Bytes kept under a key for good: writing a key again succeeds only with the same bytes. Every
 * implementation passes test/contract/blob-store.ts.
 */
export interface BlobStore {
  /** All bytes, or nothing. @throws BlobConflictError when the key holds other bytes */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<{ readonly sha256: Sha256; readonly bytes: number }>;
  /** Undefined when there is no such blob. */
  open(key: string): Promise<OpenFile | undefined>;
}

/** A key that already holds other bytes: a fault of whoever chose the key. */
export class BlobConflictError extends Error {
  override readonly name = "BlobConflictError";
}

/** Reads bills of any format that we take in. */
export interface BillReader {
  /** @throws BillRefused for what is no bill by its first bytes */
  formatOf(file: OpenFile): Promise<BillFormat>;
  /** Looks at the file's head and prepares to read it. @throws BillRefused when it is no bill */
  read(file: OpenFile, options: ReadOptions): Promise<BillFile>;
}
