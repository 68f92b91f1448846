import { createHash } from "node:crypto";
import { type Digest, sha256 } from "#shared/kernel/digest.ts";

/** SHA-256 by Node, for what is verified offline. */
export const nodeDigest: Digest = (text) => sha256(createHash("sha256").update(text, "utf8").digest("hex"));
