import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { FolderBlobStore } from "#shared/adapters/local/files/folder-blob-store.ts";
import { blobStoreContract } from "#test/contract/blob-store.ts";

blobStoreContract("A folder", async () => {
  const root = mkdtempSync(join(tmpdir(), "tollgate-blobs-"));
  return {
    blobs: new FolderBlobStore(root),
    everything: async () =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .toSorted(),
  };
});
