import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { openObject, type S3Place } from "#shared/adapters/aws/s3-open-file.ts";
import { BlobConflictError, type BlobStore, type OpenFile } from "#shared/cost/ports.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** A blob is held in memory while it is written: ledgers and reports are far smaller. In bytes. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Immutable blobs in one bucket. A put succeeds only where nothing is yet (S3 user guide, "Conditional
 * writes"), so of two writers one wins whole; the other finds out whether it would have written the same.
 */
export class S3BlobStore implements BlobStore {
  readonly #place: S3Place;

  constructor(place: S3Place) {
    this.#place = place;
  }

  async put(
    key: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly sha256: Sha256; readonly bytes: number }> {
    checkKey(key);
    const whole = await gathered(key, bytes);
    const sha256 = createHash("sha256").update(whole).digest();
    const written = { sha256: sha256.toString("hex") as Sha256, bytes: whole.length };
    try {
      await this.#place.s3.send(
        new PutObjectCommand({
          Bucket: this.#place.bucket,
          Key: key,
          Body: whole,
          IfNoneMatch: "*",
          ChecksumSHA256: sha256.toString("base64"),
        }),
      );
    } catch (fault) {
      if (!isTaken(fault)) throw fault;
      await this.#sameAsKept(key, written.sha256, fault);
    }
    return written;
  }

  async open(key: string): Promise<OpenFile | undefined> {
    checkKey(key);
    return openObject(this.#place, key, key);
  }

  async #sameAsKept(key: string, sha256: Sha256, fault: unknown): Promise<void> {
    const kept = await this.open(key);
    // Taken, and yet not there: another writer is still on its way.
    if (kept === undefined) throw fault;
    if ((await kept.sha256()) !== sha256)
      throw new BlobConflictError(`Cannot write blob "${key}": it holds other bytes`);
  }
}

/** There already, or being written by another at this moment. */
const isTaken = (fault: unknown): boolean =>
  fault instanceof Error && ["PreconditionFailed", "ConditionalRequestConflict"].includes(fault.name);

async function gathered(key: string, bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > MOST_BYTES) throw new RangeError(`Cannot write blob "${key}": it is larger than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function checkKey(key: string): void {
  if (key.split("/").every((part) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(part))) return;
  throw new RangeError(
    `Cannot use "${key}" as the key of a blob: write letters, digits, ".", "_", "-" between slashes`,
  );
}
