import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, open, rm } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";

import { openIfThere } from "#shared/adapters/local/files/folder-spend-source.ts";
import { BlobConflictError, type BlobStore, type OpenFile } from "#shared/cost/ports.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/**
 * Immutable blobs below a folder. A blob is written beside its place, flushed, and then linked into
 * it: a reader sees all of it or nothing, and a second writer of the key finds it taken.
 */
export class FolderBlobStore implements BlobStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  async put(
    key: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly sha256: Sha256; readonly bytes: number }> {
    const path = this.#pathOf(key);
    await mkdir(dirname(path), { recursive: true });
    const writing = `${path}.${randomUUID()}.part`;
    try {
      const written = await writeAll(writing, bytes);
      await link(writing, path).catch((fault: unknown) => this.#sameAsKept(key, written.sha256, fault));
      return written;
    } finally {
      await rm(writing, { force: true });
    }
  }

  async open(key: string): Promise<OpenFile | undefined> {
    return openIfThere(this.#pathOf(key), key);
  }

  async #sameAsKept(key: string, sha256: Sha256, fault: unknown): Promise<void> {
    if (!(fault instanceof Error && "code" in fault && fault.code === "EEXIST")) throw fault;
    const kept = await this.open(key);
    const same = (await kept?.sha256()) === sha256;
    await kept?.close();
    if (!same) throw new BlobConflictError(`Cannot write blob "${key}": it holds other bytes`);
  }

  #pathOf(key: string): string {
    const parts = key.split("/");
    const safe = parts.every((part) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(part));
    const path = join(this.#root, ...parts);
    if (!safe || !path.startsWith(this.#root + sep)) {
      throw new RangeError(
        `Cannot use "${key}" as the key of a blob: write letters, digits, ".", "_", "-" between slashes`,
      );
    }
    return path;
  }
}

async function writeAll(path: string, bytes: AsyncIterable<Uint8Array>): Promise<{ sha256: Sha256; bytes: number }> {
  const handle = await open(path, "wx");
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      size += piece.length;
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest("hex") as Sha256, bytes: size };
}
