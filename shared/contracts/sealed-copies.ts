import type { Seal } from "#shared/audit/seal.ts";
import { copyName, sealedCopy } from "#shared/audit/sealed-copy.ts";
import { type Verification, verifyExport } from "#shared/audit/verify-export.ts";
import { altered, type Broken, readLines } from "#shared/contracts/audit-lines.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { StoredSeal } from "#shared/contracts/stored/seal.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

/** A copy of one seal, by its name and its text. */
export type CopyFile = { readonly name: string; readonly text: string };

type Copy = { readonly file: CopyFile; readonly seal: Seal; readonly events: readonly ChainedEvent[] };

/** Whether a file is a copy of a seal, by its name. */
export const isCopyName = (name: string): boolean => /^seal-\d{9,}\.ndjson$/.test(name);

/**
 * Verifies the copies of all seals from their files alone, from the first seal on. As with an export, content is judged
 * first, so that the answer names the event; then each file's bytes, and that it holds the events of its own seal.
 */
export function verifySealedCopies(files: readonly CopyFile[], digest: Digest): Verification {
  const copies: Copy[] = [];
  for (const file of files) {
    const read = readCopy(file);
    if ("intact" in read) return read;
    copies.push(read);
  }
  copies.sort((left, right) => left.seal.number - right.seal.number);
  const seals = copies.map(({ seal }) => seal);
  const verified = verifyExport(eventsInOrder(copies), seals, digest);
  return verified.intact ? (firstRewritten(copies) ?? verified) : verified;
}

/** A chain's events in their order: one that was written late may stand in a later seal than the one after it. */
const eventsInOrder = (copies: readonly Copy[]): readonly ChainedEvent[] =>
  copies.flatMap(({ events }) => events).toSorted((left, right) => left.sequence - right.sequence);

function readCopy(file: CopyFile): Copy | Broken {
  const end = file.text.indexOf("\n") + 1;
  const seal = readLines(file.text.slice(0, end), StoredSeal, { file: file.name });
  if ("intact" in seal) return seal;
  const [first] = seal.values;
  if (first === undefined) return altered(`${file.name} line 1`, "it cannot be read as what it was");
  const events = readLines(file.text.slice(end), StoredEvent, { file: file.name, first: 2 });
  return "intact" in events ? events : { file, seal: first, events: events.values };
}

function firstRewritten(copies: readonly Copy[]): Broken | undefined {
  for (const { file, seal, events } of copies) {
    const inOrder = events.length === seal.leaves.length && events.every(({ hash }, at) => hash === seal.leaves[at]);
    if (!inOrder) return altered(file.name, "it does not hold the events of its seal in their order");
    if (file.name !== copyName(seal.number)) return altered(file.name, `it holds seal ${seal.number}`);
    if (file.text !== sealedCopy(seal, events)) return altered(file.name, "its bytes are not as they were written");
  }
  return undefined;
}
