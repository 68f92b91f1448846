import { describe, expect, test } from "vitest";
import { BlobConflictError, type BlobStore } from "#shared/cost/ports.ts";

/** A store of blobs, and every name that something lies under in it, whatever it is. */
export type BlobPlace = { readonly blobs: BlobStore; everything(): Promise<readonly string[]> };

async function* pieces(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function* broken(): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode("half");
  throw new Error("the line went dead");
}

/** Pieces that come one at a time, so that writers overlap. */
async function* slow(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for await (const piece of pieces(...texts)) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    yield piece;
  }
}

async function textOf(blobs: BlobStore, key: string): Promise<string | undefined> {
  const file = await blobs.open(key);
  const text = file && new TextDecoder().decode(await file.slice(0, file.bytes));
  await file?.close();
  return text;
}

/** What every {@link BlobStore} keeps to. Run once per adapter, each time on an empty store. */
export function blobStoreContract(name: string, make: () => Promise<BlobPlace>): void {
  describe(`${name} as a store of blobs`, () => {
    test("gives back what was put, with its size and digest", async () => {
      const { blobs } = await make();
      const put = await blobs.put("bills/a.csv", pieces("ab", "", "c"));
      expect(put).toEqual({ bytes: 3, sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" });
      const file = await blobs.open("bills/a.csv");
      expect([file?.bytes, await file?.sha256()]).toEqual([3, put.sha256]);
      expect(new TextDecoder().decode(await file?.slice(1, 99))).toBe("bc");
      await file?.close();
    });

    test("a blob that is not there is undefined, also where a longer key is", async () => {
      const { blobs } = await make();
      await blobs.put("a/b/c", pieces("x"));
      expect(await blobs.open("a/b/d")).toBeUndefined();
      expect(await blobs.open("a/b")).toBeUndefined();
    });

    test("no bytes are a blob too", async () => {
      const { blobs } = await make();
      expect((await blobs.put("empty", pieces())).bytes).toBe(0);
      expect(await textOf(blobs, "empty")).toBe("");
    });

    test("the same bytes again are fine, in whatever pieces, and other bytes are refused", async () => {
      const { blobs } = await make();
      const first = await blobs.put("a", pieces("one"));
      expect(await blobs.put("a", pieces("o", "ne"))).toEqual(first);
      for (const other of ["two", "on", "one more", ""]) {
        await expect(blobs.put("a", pieces(other)), other).rejects.toThrow(
          new BlobConflictError('Cannot write blob "a": it holds other bytes'),
        );
      }
      expect(await textOf(blobs, "a")).toBe("one");
    });

    test("a write that ends half way leaves nothing, and the key is free", async () => {
      const { blobs, everything } = await make();
      await expect(blobs.put("a/b", broken())).rejects.toThrow("the line went dead");
      expect(await everything()).toEqual([]);
      await blobs.put("a/b", pieces("whole"));
      expect(await textOf(blobs, "a/b")).toBe("whole");
    });

    test("a refused write leaves nothing beside what was kept", async () => {
      const { blobs, everything } = await make();
      await blobs.put("a", pieces("one"));
      await blobs.put("a", pieces("two")).catch(() => undefined);
      expect(await everything()).toEqual(["a"]);
    });

    test("ten writers of the same bytes all succeed, and one blob is there", async () => {
      const { blobs, everything } = await make();
      const all = await Promise.all(Array.from({ length: 10 }, () => blobs.put("a", slow("to", "geth", "er"))));
      expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(1);
      expect([await everything(), await textOf(blobs, "a")]).toEqual([["a"], "together"]);
    });

    test("of ten writers of different bytes one succeeds, and the blob is its whole text", async () => {
      const { blobs, everything } = await make();
      const texts = Array.from({ length: 10 }, (_, at) => `writer-${at}`);
      const all = await Promise.allSettled(texts.map((text) => blobs.put("a", slow(...text))));
      const won = texts.filter((_, at) => all[at]?.status === "fulfilled");
      expect([won.length, await textOf(blobs, "a"), await everything()]).toEqual([1, won[0], ["a"]]);
      for (const each of all) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(BlobConflictError);
    });

    test("nobody sees a blob before all of it is there", async () => {
      const { blobs } = await make();
      const writing = blobs.put("a", slow(..."eventually"));
      const seen = new Set<string | undefined>();
      for (let look = 0; look < 15; look += 1) {
        seen.add(await textOf(blobs, "a"));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await writing;
      seen.add(await textOf(blobs, "a"));
      expect([...seen].filter((text) => text !== undefined && text !== "eventually")).toEqual([]);
    });

    test("what was opened stays readable while others write", async () => {
      const { blobs } = await make();
      await blobs.put("a", pieces("one"));
      const file = await blobs.open("a");
      await blobs.put("b", pieces("two"));
      expect(new TextDecoder().decode(await file?.slice(0, 3))).toBe("one");
      await file?.close();
    });

    test.each(["../a", "/a", "a/../b", "a//b", "a/", ".hidden", "a/.b", "", ".", "a\\b", "a\0b", "a b", "ä"])(
      "has no key %j, to write or to read",
      async (key) => {
        const { blobs, everything } = await make();
        await expect(blobs.put(key, pieces("x"))).rejects.toThrow(RangeError);
        await expect(blobs.open(key)).rejects.toThrow(RangeError);
        expect(await everything()).toEqual([]);
      },
    );
  });
}
