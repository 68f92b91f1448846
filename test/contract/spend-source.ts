import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BillRefused } from "#shared/cost/batch.ts";
import type { OpenFile, SpendSource } from "#shared/cost/ports.ts";

/** A place for bills that a test may fill. */
export type SpendPlace = {
  readonly spend: SpendSource;
  /** Lays a file down, folders included. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** Lays down a link that leads to a file outside of the place, where the place knows links. */
  linkOutside?(name: string): Promise<void>;
  /** The same within the place. */
  linkInside?(name: string, to: string): Promise<void>;
  /** Names that would lead out of the place. */
  readonly outside: readonly string[];
};

const textOf = (bytes: ArrayBuffer): string => new TextDecoder().decode(bytes);

async function opened(place: SpendPlace, name: string): Promise<OpenFile> {
  const file = await place.spend.open(name);
  return file ?? expect.unreachable(`${name} is not there`);
}

async function wholeOf(file: OpenFile): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.chunks()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** What every {@link SpendSource} keeps to. Run once per adapter, each time on an empty place. */
export function spendSourceContract(name: string, make: () => Promise<SpendPlace>): void {
  describe(`${name} as a source of bills`, () => {
    test("what is not there is undefined, and nothing below it", async () => {
      const { spend, write } = await make();
      await write("bills/a.csv", "x");
      for (const absent of ["nothing.csv", "bills/nothing.csv", "bills/a.csv/deeper", "x".repeat(5_000), "a\0b"]) {
        expect(await spend.open(absent), absent.slice(0, 20)).toBeUndefined();
        expect(await spend.list(absent), absent.slice(0, 20)).toEqual([]);
      }
    });

    test("a folder is no file, and a file is its own list", async () => {
      const { spend, write } = await make();
      await write("bills/a.csv", "x");
      expect(await spend.open("bills")).toBeUndefined();
      expect(await spend.list("bills/a.csv")).toEqual(["bills/a.csv"]);
    });

    test("lists all that is below a folder, deep or not, sorted by name", async () => {
      const { spend, write } = await make();
      const names = ["e/z.csv", "e/2/b.csv", "e/10/a.csv", "e/2/a.csv", "e/B.csv", "other/x.csv", "ee/x.csv"];
      for (const each of names) await write(each, "x");
      expect(await spend.list("e")).toEqual(["e/10/a.csv", "e/2/a.csv", "e/2/b.csv", "e/B.csv", "e/z.csv"]);
    });

    test("every name that it lists can be opened, and is what messages say", async () => {
      const place = await make();
      await place.write("e/größe ✓.csv", "x");
      const [listed = ""] = await place.spend.list("e");
      const file = await opened(place, listed);
      expect([file.name, await wholeOf(file)]).toEqual([listed, "x"]);
      await file.close();
    });

    test("passes over what is hidden: a file being written, a tool's folder", async () => {
      const { spend, write } = await make();
      for (const each of ["e/.a.csv.part", "e/.cache/b.csv", "e/c.csv"]) await write(each, "x");
      expect(await spend.list("e")).toEqual(["e/c.csv"]);
    });

    test("reads any range as often as it is asked, and never past the end", async () => {
      const place = await make();
      await place.write("a.csv", "0123456789");
      const file = await opened(place, "a.csv");
      const ranges = await Promise.all([file.slice(0, 10), file.slice(3, 5), file.slice(8, 99), file.slice(4, 4)]);
      expect(ranges.map(textOf)).toEqual(["0123456789", "34", "89", ""]);
      expect(textOf(await file.slice(50, 60))).toBe("");
      expect([await wholeOf(file), await wholeOf(file)]).toEqual(["0123456789", "0123456789"]);
      await file.close();
    });

    test("says size and digest of the whole file, however many pieces it comes in", async () => {
      const place = await make();
      const bytes = Uint8Array.from({ length: 700_001 }, (_, at) => (at * 31) % 251);
      await place.write("big.parquet", bytes);
      const file = await opened(place, "big.parquet");
      expect(file.bytes).toBe(700_001);
      expect(await file.sha256()).toBe(createHash("sha256").update(bytes).digest("hex"));
      expect(new Uint8Array(await file.slice(699_990, 700_001))).toEqual(bytes.slice(699_990));
      await file.close();
    });

    test("an empty file is a file", async () => {
      const place = await make();
      await place.write("empty.csv", "");
      const file = await opened(place, "empty.csv");
      expect([file.bytes, await wholeOf(file), textOf(await file.slice(0, 4))]).toEqual([0, "", ""]);
      expect(await file.sha256()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
      await file.close();
    });

    test("two readers of one file do not disturb each other", async () => {
      const place = await make();
      await place.write("a.csv", "abc");
      const [one, other] = await Promise.all([opened(place, "a.csv"), opened(place, "a.csv")]);
      await one.close();
      expect(textOf(await other.slice(0, 3))).toBe("abc");
      await other.close();
    });

    test("refuses every name that leads out, and says where bills belong", async () => {
      const { spend, outside } = await make();
      for (const leading of outside) {
        await expect(spend.open(leading), leading).rejects.toThrow(BillRefused);
        await expect(spend.list(leading), leading).rejects.toThrow(/it lies outside of/);
      }
    });

    test("follows no link that leads out, and lists none", async () => {
      const place = await make();
      if (place.linkOutside === undefined) return;
      await place.write("e/a.csv", "x");
      await place.linkOutside("e/link.csv");
      await expect(place.spend.open("e/link.csv")).rejects.toThrow(BillRefused);
      expect(await place.spend.list("e")).toEqual(["e/a.csv"]);
    });

    test("lists a file once, whatever links to it, and does not run in circles", async () => {
      const place = await make();
      if (place.linkInside === undefined) return;
      await place.write("e/a.csv", "x");
      await place.linkInside("e/again.csv", "e/a.csv");
      await place.linkInside("e/circle", "e");
      expect(await place.spend.list("e")).toEqual(["e/a.csv"]);
    });
  });
}
