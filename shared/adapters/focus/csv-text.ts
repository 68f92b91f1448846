import { createGunzip } from "node:zlib";

import { refuse } from "#shared/cost/batch.ts";
import type { OpenFile } from "#shared/cost/ports.ts";

/**
 * How far a gzip file may unfold: bills reach 40 to 1. Beyond this, and beyond the first 64 MiB, it is
 * taken for a bomb. (gzip itself ends at about 1,032 to 1.)
 */
const MOST_UNFOLDING = 300;
const ALWAYS_ALLOWED = 64 * 1024 * 1024;

/** The text of a CSV file, plain or gzip, piece by piece. @throws BillRefused when it is damaged, a bomb, or no UTF-8 */
export async function* textOfCsv(file: OpenFile, gzip: boolean): AsyncIterable<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw refuse(file.name, noText(file.name));
    }
  };
  for await (const piece of gzip ? unfolded(file) : file.chunks()) yield decoded(piece);
  yield decoded();
}

async function* unfolded(file: OpenFile): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  const feeding = feed(file, gunzip);
  // What goes wrong while feeding ends the stream, and is thrown below.
  feeding.catch((fault: unknown) => gunzip.destroy(fault instanceof Error ? fault : new Error(String(fault))));
  let size = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > ALWAYS_ALLOWED && size > file.bytes * MOST_UNFOLDING) {
        throw refuse(file.name, `it unfolds to more than ${MOST_UNFOLDING} times its size; write a bill, not a bomb`);
      }
      yield piece;
    }
    await feeding;
  } catch (fault) {
    if (isZlibFault(fault))
      throw refuse(file.name, `its gzip is cut off or damaged (${fault.message}); fetch it again`);
    throw fault;
  } finally {
    gunzip.destroy();
  }
}

async function feed(file: OpenFile, gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  for await (const piece of file.chunks()) {
    if (gunzip.destroyed) return;
    if (!gunzip.write(piece)) await drained(gunzip);
  }
  gunzip.end();
}

const drained = (gunzip: ReturnType<typeof createGunzip>): Promise<void> =>
  new Promise((resolve) => {
    gunzip.once("drain", resolve);
    gunzip.once("close", resolve);
  });

const isZlibFault = (fault: unknown): fault is Error =>
  fault instanceof Error && "code" in fault && typeof fault.code === "string" && fault.code.startsWith("Z_");

/** Who names a file so meant no text. */
const noText = (name: string): string =>
  /\.parquet$/i.test(name)
    ? 'it is named .parquet, and does not begin as Parquet does ("PAR1")'
    : "it is not in UTF-8; save it as UTF-8";
