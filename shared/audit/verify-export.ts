import { merkleRoot } from "#shared/audit/merkle.ts";
import { NO_SEAL, type Seal, sealHash } from "#shared/audit/seal.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

/** What an export proves, or the first thing in it that is not as it was. */
export type Verification =
  | {
      readonly intact: true;
      readonly events: number;
      readonly seals: number;
      readonly unsealed: number;
      readonly lastSeal: Sha256;
    }
  | {
      readonly intact: false;
      readonly what: "altered" | "dropped" | "inserted";
      readonly where: string;
      readonly why: string;
    };

type Broken = Extract<Verification, { intact: false }>;

/**
 * Recomputes a whole export, from its first event and first seal on, with nothing but a digest.
 *
 * Events newer than the last seal are counted as `unsealed`: their own chain holds them, no seal yet.
 */
export function verifyExport(events: readonly ChainedEvent[], seals: readonly Seal[], digest: Digest): Verification {
  const broken = brokenEvent(events, digest) ?? brokenSeal(seals, digest) ?? brokenCover(events, seals);
  if (broken !== undefined) return broken;
  const sealed = seals.reduce((sum, seal) => sum + seal.leaves.length, 0);
  return {
    intact: true,
    events: events.length,
    seals: seals.length,
    unsealed: events.length - sealed,
    lastSeal: seals.at(-1)?.hash ?? NO_SEAL,
  };
}

export const nameOf = (event: ChainedEvent): string =>
  `event ${event.sequence} of ${event.aggregate.kind} ${event.aggregate.id}`;

export const eventHash = ({ hash: _, ...unsigned }: ChainedEvent, digest: Digest): Sha256 =>
  digest(canonicalJson(unsigned));

function brokenEvent(events: readonly ChainedEvent[], digest: Digest): Broken | undefined {
  const heads = new Map<string, ChainedEvent>();
  for (const event of events) {
    const chain = `${event.aggregate.kind}#${event.aggregate.id}`;
    const before = heads.get(chain);
    const expected = (before?.sequence ?? 0) + 1;
    if (eventHash(event, digest) !== event.hash) return altered(nameOf(event), "its content does not match its hash");
    if (event.sequence > expected)
      return dropped(
        `event ${expected} of ${event.aggregate.kind} ${event.aggregate.id}`,
        `${nameOf(event)} follows it`,
      );
    if (event.sequence < expected) return inserted(nameOf(event), "the chain already has an event of this number");
    if (event.previous !== (before?.hash ?? NO_SEAL))
      return altered(nameOf(event), "it does not name the hash of the event before it");
    heads.set(chain, event);
  }
  return undefined;
}

function brokenSeal(seals: readonly Seal[], digest: Digest): Broken | undefined {
  for (const [at, seal] of seals.entries()) {
    const broken = brokenContent(seal, digest) ?? brokenNumber(seal, at + 1) ?? brokenOrder(seal, seals[at - 1]);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function brokenNumber(seal: Seal, expected: number): Broken | undefined {
  if (seal.number > expected) return dropped(`seal ${expected}`, `seal ${seal.number} follows it`);
  return seal.number < expected ? inserted(`seal ${seal.number}`, "a seal of this number came before") : undefined;
}

/** First of all: of a seal that was altered not even the number is its own. */
function brokenContent(seal: Seal, digest: Digest): Broken | undefined {
  const name = `seal ${seal.number}`;
  if (merkleRoot(seal.leaves, digest) !== seal.root) return altered(name, "its root does not match its events");
  return sealHash(seal, digest) === seal.hash ? undefined : altered(name, "its content does not match its hash");
}

const brokenOrder = ({ number, previous }: Seal, before: Seal | undefined): Broken | undefined =>
  previous === (before?.hash ?? NO_SEAL) ? undefined : altered(`seal ${number}`, "it does not name the seal before it");

function brokenCover(events: readonly ChainedEvent[], seals: readonly Seal[]): Broken | undefined {
  const known = new Set(events.map(({ hash }) => hash));
  const sealed = new Map<Sha256, number>();
  for (const seal of seals) {
    for (const leaf of seal.leaves) {
      if (!known.has(leaf)) return dropped(`an event of seal ${seal.number}`, `no event has the hash ${leaf}`);
      if (sealed.has(leaf))
        return inserted(`an event in seal ${seal.number}`, `seal ${sealed.get(leaf)} covers it already`);
      sealed.set(leaf, seal.number);
    }
  }
  // An event as old as the last seal, and in none, came in behind its back. Seals wait a while for late writers.
  const last = seals.at(-1);
  const unsealed = events.find(
    (event) => !sealed.has(event.hash) && last !== undefined && event.at < last.at - SEAL_WAITS,
  );
  return unsealed === undefined
    ? undefined
    : inserted(nameOf(unsealed), `it is older than seal ${last?.number}, which does not cover it`);
}

/** A seal reads hours that ended this long ago, and twice: a write of that hour is in by then. In milliseconds. */
export const SEAL_WAITS = 2 * 3_600_000;

const altered = (where: string, why: string): Broken => ({ intact: false, what: "altered", where, why });
const dropped = (where: string, why: string): Broken => ({ intact: false, what: "dropped", where, why });
const inserted = (where: string, why: string): Broken => ({ intact: false, what: "inserted", where, why });
