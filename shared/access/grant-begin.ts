import { CALL_WINDOW } from "#shared/access/call-window.ts";
import type { ActiveGrant, Artifact, BegunTerms, PlannedGrant, ProvisioningGrant } from "#shared/access/grant.ts";
import { grantEvent } from "#shared/access/grant-event.ts";
import { artifactName } from "#shared/access/grant-names.ts";
import type { Moved } from "#shared/access/moved.ts";
import { documentHash, policyDocument } from "#shared/access/policy-document.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, earliest, latest, type Millis, millis, plus } from "#shared/kernel/time.ts";

/** What a write that permits a put has to know. */
export type PutPermit = {
  readonly now: EpochMillis;
  /** Added to the call deadline to get the fence: see GrantCloud.fenceMargin. */
  readonly fenceMargin: number;
  /** When the next try is due if this one does not succeed. */
  readonly retryIn: Millis;
  readonly digest: Digest;
};

/**
 * The first write before the first call: fixes the end for good (`min(now + duration, approvedUntil)`),
 * names what will be put, and raises the fence. The caller has seen that the request is live and that
 * `now` is before `approvedUntil`, and writes it under both conditions.
 */
export function begin(grant: PlannedGrant, permit: PutPermit): Moved<ProvisioningGrant> {
  const { now } = permit;
  const { state: _planned, nextActionAt: _due, ...terms } = grant;
  const expiresAt = earliest(plus(now, grant.duration), grant.approvedUntil);
  const begun = { ...terms, activatedAt: now, expiresAt, generation: 1 };
  const value: ProvisioningGrant = {
    ...begun,
    state: "PROVISIONING",
    seenGeneration: 0,
    fence: fenceOf(permit),
    artifacts: [artifactFor(begun, permit.digest)],
    evidence: [],
    attempts: 1,
    externallyModified: false,
    nextActionAt: nextTry(permit, expiresAt),
  };
  return { value, event: grantEvent("grant.began", value, { expiresAt, fence: value.fence }) };
}

/**
 * The write before each further put, of the first generation or of an extension: a new fence, never an
 * earlier one. End, generation and names stay as they are.
 */
export function permitPut<Live extends ProvisioningGrant | ActiveGrant>(grant: Live, permit: PutPermit): Moved<Live> {
  const value: Live = {
    ...grant,
    fence: latest(grant.fence, fenceOf(permit)),
    attempts: grant.attempts + 1,
    nextActionAt: nextTry(permit, grant.expiresAt),
  };
  return { value, event: grantEvent("grant.put-permitted", value, { fence: value.fence, attempt: value.attempts }) };
}

/** The document that the grant's current generation means. */
export const intendedDocument = (grant: Pick<BegunTerms, "statements" | "activatedAt" | "expiresAt">): JsonObject =>
  policyDocument(grant.statements, { notBefore: grant.activatedAt, until: grant.expiresAt });

/** Name, hash and inner end of the current generation. */
export const artifactFor = (
  grant: Pick<BegunTerms, "id" | "statements" | "activatedAt" | "expiresAt" | "generation">,
  digest: Digest,
): Artifact => ({
  name: artifactName(grant.id, grant.generation),
  generation: grant.generation,
  hash: documentHash(intendedDocument(grant), digest),
  expiresAt: grant.expiresAt,
});

const fenceOf = ({ now, fenceMargin }: PutPermit): EpochMillis => plus(plus(now, CALL_WINDOW), millis(fenceMargin));

/** Not before this try's calls are over, not after the end: the end has to be seen in time. */
const nextTry = ({ now, retryIn }: PutPermit, expiresAt: EpochMillis): EpochMillis =>
  earliest(expiresAt, plus(now, millis(Math.max(CALL_WINDOW, retryIn))));
