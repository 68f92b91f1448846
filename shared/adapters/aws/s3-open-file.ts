import { createHash } from "node:crypto";
import { GetObjectCommand, type GetObjectCommandOutput, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { OpenFile } from "#shared/cost/ports.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** What is read whole at once and then read from memory: a bill is gone over several times. */
const HELD_BYTES = 1_000_000;

export type S3Place = { readonly s3: S3Client; readonly bucket: string };

/**
 * An object as a file, under the name that people know it by; undefined when there is none.
 *
 * Every read names the ETag that was seen first: an object that is replaced while it is open is an error,
 * never half of one and half of the other. A small one is read by the one call that also says how large it is.
 */
export async function openObject({ s3, bucket }: S3Place, key: string, name: string): Promise<OpenFile | undefined> {
  const found = await startOf({ s3, bucket }, key);
  if (found === undefined) return undefined;
  const { bytes, etag, start } = found;
  const held = start.length === bytes ? start : undefined;
  const body = async (range?: string) => {
    const Range = range === undefined ? {} : { Range: range };
    const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag, ...Range }));
    if (answer.Body === undefined) throw new Error(`Cannot read "${name}": S3 answered without a body`);
    return answer.Body;
  };
  async function* chunks(): AsyncIterable<Uint8Array> {
    if (bytes === 0) return;
    if (held !== undefined) yield held;
    // On Node the body is a stream of bytes; the SDK's type also covers browsers, whose bodies are none.
    else yield* (await body()) as unknown as AsyncIterable<Uint8Array>;
  }
  return {
    name,
    bytes,
    chunks,
    slice: async (from, end) => {
      const last = Math.min(end, bytes) - 1;
      if (last < from) return new ArrayBuffer(0);
      if (held !== undefined) return new Uint8Array(held.slice(from, last + 1)).buffer;
      const part = await (await body(`bytes=${from}-${last}`)).transformToByteArray();
      if (part.length !== last - from + 1)
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

type Start = { readonly bytes: number; readonly etag: string; readonly start: Uint8Array };

/** Its first bytes, all of them where it is small, with its size and its version. */
async function startOf({ s3, bucket }: S3Place, key: string): Promise<Start | undefined> {
  try {
    const answer = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${HELD_BYTES - 1}` }),
    );
    const bytes = sizeIn(answer);
    if (bytes === undefined || answer.ETag === undefined || answer.Body === undefined) throw unsaid(key);
    return { bytes, etag: answer.ETag, start: await answer.Body.transformToByteArray() };
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    if (["NotFound", "NoSuchKey"].includes(fault.name)) return undefined;
    // An empty object has no first byte (S3 API, GetObject, "Range").
    if (fault.name === "InvalidRange") return emptyOf({ s3, bucket }, key);
    throw fault;
  }
}

/** `bytes 0-999999/52345678`; an answer without it is the whole. */
function sizeIn({ ContentRange, ContentLength }: GetObjectCommandOutput): number | undefined {
  const total = ContentRange === undefined ? undefined : /\/(\d+)$/.exec(ContentRange)?.[1];
  return total === undefined ? ContentLength : Number(total);
}

async function emptyOf({ s3, bucket }: S3Place, key: string): Promise<Start> {
  const { ContentLength, ETag } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  // Written to between the two calls: whoever asks again gets it.
  if (ContentLength !== 0 || ETag === undefined) throw unsaid(key);
  return { bytes: 0, etag: ETag, start: new Uint8Array() };
}

const unsaid = (key: string): Error => new Error(`Cannot read "${key}": S3 says neither its length nor its version`);
