import { hash, randomInt } from "node:crypto";
import { type Digest, sha256 } from "#shared/kernel/digest.ts";
import type { Ids, Random } from "#shared/kernel/ids.ts";

/** SHA-256 by Node. */
export const nodeDigest: Digest = (text) => sha256(hash("sha256", text, "hex"));

/** Letters and digits that nobody mistakes for another. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

/** `R-` and seven unguessable characters: 27 thousand million, and a row is only made where none is. */
export const randomIds: Ids = {
  next: (prefix) => `${prefix}-${Array.from({ length: 7 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")}`,
};

export const nodeRandom: Random = () => randomInt(2 ** 32) / 2 ** 32;
