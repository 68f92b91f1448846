import { createHash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { openObject } from "#shared/adapters/aws/s3-open-file.ts";
import { s3SpendSource } from "#shared/adapters/aws/s3-spend-source.ts";

type Asked = {
  readonly Key?: string;
  readonly Range?: string;
  readonly IfMatch?: string;
};

const named = (name: string): Error => Object.assign(new Error(name), { name });

const bodyOf = (bytes: Uint8Array) => ({
  transformToByteArray: async () => bytes,
  async *[Symbol.asyncIterator]() {
    yield bytes;
  },
});

/** As S3 answers a read, of all of it or of a part. */
function answerTo({ Range }: Asked, bytes: Uint8Array) {
  const ETag = `"${bytes.length}"`;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? "") ?? [];
  if (from === undefined) return { ETag, ContentLength: bytes.length, Body: bodyOf(bytes) };
  if (Number(from) >= bytes.length) throw named("InvalidRange");
  const part = bytes.slice(Number(from), Number(to) + 1);
  const ContentRange = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`;
  return { ETag, ContentLength: part.length, ContentRange, Body: bodyOf(part) };
}

type Command = { readonly constructor: { readonly name: string }; readonly input: Asked };

/** A bucket, and what it was asked. */
function bucketOf(objects: ReadonlyMap<string, Uint8Array>) {
  const asked: string[] = [];
  const send = async (command: Command) => {
    const { input } = command;
    const { Key = "", Range = "whole", IfMatch } = input;
    asked.push(`${command.constructor.name.replace("ObjectCommand", "")} ${Key} ${Range}`);
    const bytes = objects.get(Key);
    if (bytes === undefined) throw named("NoSuchKey");
    if (IfMatch !== undefined && IfMatch !== `"${bytes.length}"`) throw named("PreconditionFailed");
    return answerTo(input, bytes);
  };
  return { asked, place: { s3: { send } as unknown as S3Client, bucket: "bills" } };
}

const text = (file: { readonly slice: (start: number, end: number) => Promise<ArrayBuffer> }, end: number) =>
  file.slice(0, end).then((bytes) => new TextDecoder().decode(bytes));

const large = new Uint8Array(1_000_001).fill(97);

describe("an object that is opened", () => {
  test("is read by the one call that says how large it is, where it is small", async () => {
    const { asked, place } = bucketOf(new Map([["a.csv", new TextEncoder().encode("row")]]));
    const file = await openObject(place, "a.csv", "a.csv");
    const digest = createHash("sha256").update("row").digest("hex");
    expect([file?.bytes, file && (await text(file, 99)), await file?.sha256()]).toEqual([3, "row", digest]);
    expect(asked).toEqual(["Get a.csv bytes=0-999999"]);
  });

  test("is not held where it is large, and read by its parts", async () => {
    const { asked, place } = bucketOf(new Map([["b.csv", large]]));
    const file = await openObject(place, "b.csv", "b.csv");
    expect(file?.bytes).toBe(1_000_001);
    expect((await file?.slice(1_000_000, 2_000_000))?.byteLength).toBe(1);
    let read = 0;
    for await (const piece of file?.chunks() ?? []) read += piece.length;
    expect(read).toBe(1_000_001);
    expect(asked).toEqual(["Get b.csv bytes=0-999999", "Get b.csv bytes=1000000-1000000", "Get b.csv whole"]);
  });

  test("is an error once it is another, never half of one and half of the other", async () => {
    const objects = new Map([["b.csv", large]]);
    const { place } = bucketOf(objects);
    const file = await openObject(place, "b.csv", "b.csv");
    objects.set("b.csv", new Uint8Array(1_000_002));
    await expect(file?.slice(0, 10)).rejects.toThrow("PreconditionFailed");
  });

  test("is empty where it has no first byte, and undefined where it is not there", async () => {
    const { asked, place } = bucketOf(new Map([["c.csv", new Uint8Array()]]));
    const file = await openObject(place, "c.csv", "c.csv");
    expect([file?.bytes, (await file?.slice(0, 10))?.byteLength]).toEqual([0, 0]);
    expect(await openObject(place, "d.csv", "d.csv")).toBeUndefined();
    expect(asked).toEqual(["Get c.csv bytes=0-999999", "Head c.csv whole", "Get d.csv bytes=0-999999"]);
  });
});

test("a bill that was listed as itself is opened without being asked for again, once", async () => {
  const objects = new Map([["a.csv", new TextEncoder().encode("row")]]);
  const { asked, place } = bucketOf(objects);
  const spend = s3SpendSource(place);
  expect(await spend.list("a.csv")).toEqual(["a.csv"]);
  await spend.open("a.csv");
  expect(asked).toHaveLength(1);
  objects.set("a.csv", new TextEncoder().encode("corrected"));
  expect((await spend.open("a.csv"))?.bytes).toBe(9);
});
