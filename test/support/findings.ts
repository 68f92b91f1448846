import { createHash } from "node:crypto";
import type { Finding } from "#shared/findings/finding.ts";
import { type Sighting, seen } from "#shared/findings/finding-change.ts";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { type Digest, sha256 } from "#shared/kernel/digest.ts";
import { type EpochMillis, parseIso } from "#shared/kernel/time.ts";

export const testDigest: Digest = (text) => sha256(createHash("sha256").update(text, "utf8").digest("hex"));

/** A literal moment. @throws on a text that names none */
export function at(iso: string): EpochMillis {
  const moment = parseIso(iso);
  if (moment === undefined) throw new Error(`"${iso}" is no moment`);
  return moment;
}

/** A missing tag on a bucket, unless the test says otherwise. */
export function sightingOf(over: Partial<Sighting> = {}): Sighting {
  const identity = {
    policy: over.policy ?? "core-tags",
    rule: over.rule ?? "tagging.tags.Workload",
    resource: over.resource ?? "arn:aws:s3:::orders-raw",
  };
  return {
    ...identity,
    id: findingIdOf(identity, testDigest),
    about: { type: "s3.bucket", name: "orders-raw", account: "111122223333", region: "eu-west-1" },
    severity: "medium",
    why: "tag Workload is missing",
    foundBy: "event",
    policyHash: "hash-1",
    owner: "team:orders",
    ownerBecause: "account data-prod",
    ...over,
  };
}

/** A finding as its first sighting made it. */
export function findingOf(over: Partial<Sighting> = {}, now: EpochMillis = at("2026-11-23T08:00:00Z")): Finding {
  const change = seen(undefined, sightingOf(over), now);
  if (change === undefined) throw new Error("a first sighting is always news");
  return change.finding;
}
