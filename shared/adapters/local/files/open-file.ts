import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

import type { OpenFile } from "#shared/cost/ports.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** A piece of a stream: large enough that reading costs little beside what is done with it. */
const PIECE = 256 * 1024;

/** A file of the machine as an {@link OpenFile}, under the name that people know it by. */
export async function openLocalFile(path: string, name: string): Promise<OpenFile> {
  const handle = await open(path, "r");
  const { size } = await handle.stat();
  return {
    name,
    bytes: size,
    slice: async (start, end) => {
      const length = Math.max(0, Math.min(end, size) - start);
      const bytes = new Uint8Array(length);
      let read = 0;
      while (read < length) {
        const { bytesRead } = await handle.read(bytes, read, length - read, start + read);
        if (bytesRead === 0) throw new Error(`Cannot read "${name}": it became shorter while it was read`);
        read += bytesRead;
      }
      return bytes.buffer;
    },
    chunks: () => createReadStream(path, { highWaterMark: PIECE }),
    sha256: async () => {
      const hash = createHash("sha256");
      for await (const piece of createReadStream(path, { highWaterMark: PIECE })) hash.update(piece as Uint8Array);
      return hash.digest("hex") as Sha256;
    },
    close: () => handle.close(),
  };
}
