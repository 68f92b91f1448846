import { createHash } from "node:crypto";
import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { OpenFile } from "#shared/cost/ports.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** What is read whole at the first read and then read from memory: a bill is gone over several times. */
const HELD_BYTES = 1_000_000;

export type S3Place = { readonly s3: S3Client; readonly bucket: string };

/**
 * An object as a file, under the name that people know it by; undefined when there is none.
 *
 * Every read names the ETag that was seen first: an object that is replaced while it is open is an error,
 * never half of one and half of the other. A small one is read once, and stays as it was then.
 */
export async function openObject({ s3, bucket }: S3Place, key: string, name: string): Promise<OpenFile | undefined> {
  const head = await headOf({ s3, bucket }, key);
  if (head === undefined) return undefined;
  const { bytes, etag } = head;
  const body = async (range?: string) => {
    const Range = range === undefined ? {} : { Range: range };
    const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag, ...Range }));
    if (answer.Body === undefined) throw new Error(`Cannot read "${name}": S3 answered without a body`);
    return answer.Body;
  };
  let held: Promise<Uint8Array> | undefined;
  const whole = (): Promise<Uint8Array> => {
    held ??= read(undefined);
    return held;
  };
  const read = async (range: string | undefined) => (await body(range)).transformToByteArray();
  async function* chunks(): AsyncIterable<Uint8Array> {
    if (bytes === 0) return;
    if (bytes <= HELD_BYTES) yield await whole();
    // On Node the body is a stream of bytes; the SDK's type also covers browsers, whose bodies are none.
    else yield* (await body()) as unknown as AsyncIterable<Uint8Array>;
  }
  return {
    name,
    bytes,
    chunks,
    slice: async (start, end) => {
      const last = Math.min(end, bytes) - 1;
      if (last < start) return new ArrayBuffer(0);
      if (bytes <= HELD_BYTES) return new Uint8Array((await whole()).slice(start, last + 1)).buffer;
      const part = await read(`bytes=${start}-${last}`);
      if (part.length !== last - start + 1)
        throw new Error(`Cannot read "${name}": it became shorter while it was read`);
      return new Uint8Array(part).buffer;
    },
    sha256: async () => {
      const hash = createHash("sha256");
      for await (const piece of chunks()) hash.update(piece);
      return hash.digest("hex") as Sha256;
    },
    close: async () => undefined,
  };
}

async function headOf({ s3, bucket }: S3Place, key: string) {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    if (head.ContentLength === undefined || head.ETag === undefined) {
      throw new Error(`Cannot read "${key}": S3 says neither its length nor its version`);
    }
    return { bytes: head.ContentLength, etag: head.ETag };
  } catch (fault) {
    if (fault instanceof Error && ["NotFound", "NoSuchKey"].includes(fault.name)) return undefined;
    throw fault;
  }
}
