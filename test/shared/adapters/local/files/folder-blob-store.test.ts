import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { FolderBlobStore } from "#shared/adapters/local/files/folder-blob-store.ts";
import { folderSpendSource } from "#shared/adapters/local/files/folder-spend-source.ts";
import { BlobConflictError } from "#shared/cost/ports.ts";

const folder = () => mkdtempSync(join(tmpdir(), "tollgate-blobs-"));

async function* pieces(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function* broken(): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode("half");
  throw new Error("the line went dead");
}

describe("a blob", () => {
  test("is read back with its digest", async () => {
    const blobs = new FolderBlobStore(folder());
    const { sha256, bytes } = await blobs.put("a/b.txt", pieces("ab", "c"));
    const file = await blobs.open("a/b.txt");
    expect([bytes, sha256]).toEqual([3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]);
    expect(await file?.sha256()).toBe(sha256);
    expect(new TextDecoder().decode(await file?.slice(1, 99))).toBe("bc");
    await file?.close();
  });

  test("never changes: the same bytes again are fine, others are refused", async () => {
    const blobs = new FolderBlobStore(folder());
    await blobs.put("a", pieces("one"));
    await blobs.put("a", pieces("one"));
    await expect(blobs.put("a", pieces("two"))).rejects.toThrow(
      new BlobConflictError('Cannot write blob "a": it holds other bytes'),
    );
  });

  test("that ends half way leaves nothing", async () => {
    const root = folder();
    await expect(new FolderBlobStore(root).put("a", broken())).rejects.toThrow("the line went dead");
    expect(readdirSync(root)).toEqual([]);
  });

  test.each(["../a", "/a", "a/../b", "a//b", ".hidden", "", "a\\b", "a\0b"])("has no key %j", async (key) => {
    await expect(new FolderBlobStore(folder()).put(key, pieces("x"))).rejects.toThrow(RangeError);
  });
});

describe("a folder of bills", () => {
  test("lists what is below a name, sorted, without hidden files and links", async () => {
    const root = folder();
    for (const name of ["b.csv", "a.csv", ".part"]) writeFileSync(join(root, name), "x");
    symlinkSync("/etc", join(root, "etc"));
    expect(await folderSpendSource(root).list(".")).toEqual(["a.csv", "b.csv"]);
    expect(await folderSpendSource(root).list("nothing")).toEqual([]);
  });

  test.each(["..", "../x", "/etc/passwd", "a/../../x"])("does not open %s", async (name) => {
    await expect(folderSpendSource(folder()).open(name)).rejects.toThrow(
      `Cannot take in "${name}": it lies outside of the folder for bills; put it there`,
    );
  });

  test("does not follow a link that leads out", async () => {
    const root = folder();
    symlinkSync("/etc/passwd", join(root, "bill.csv"));
    await expect(folderSpendSource(root).open("bill.csv")).rejects.toThrow("it lies outside of the folder for bills");
  });
});
