import type { PeopleRole } from "#shared/access/cloud.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { GrantId, RequestId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";

/** One Allow of a grant, compiled from its template. The two dates are added when it is written to the account. */
export type Statement = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: JsonObject;
};

/** One inline policy that a grant may have put: the name is never used again with other content. */
export type Artifact = {
  readonly name: string;
  readonly generation: number;
  /** Of the canonical JSON of exactly the document that was meant. */
  readonly hash: Sha256;
  /** The end that this generation carries inside itself. */
  readonly expiresAt: EpochMillis;
};

/** What a read-back showed. `requestId` is the account's own id of the read. */
export type Evidence =
  | {
      readonly kind: "present";
      readonly name: string;
      readonly hash: Sha256;
      readonly readAt: EpochMillis;
      readonly requestId: string;
    }
  | {
      readonly kind: "absent";
      readonly prefix: string;
      readonly listBeganAt: EpochMillis;
      readonly fence: EpochMillis;
      readonly requestId: string;
    };

export type EndReason = "expired" | "given-back" | "revoked" | "off-boarded" | "tampered" | "failed";

/** Why a call did not do what it should, as the account said it. */
export type CloudProblem = { readonly code: string; readonly message: string; readonly at: EpochMillis };

/** What was approved for one item of a request; never changes. */
export type GrantTerms = {
  readonly id: GrantId;
  readonly request: RequestId;
  /** Place of the item in its request, from 0. */
  readonly item: number;
  readonly dataset: string;
  readonly template: string;
  readonly role: PeopleRole;
  readonly statements: readonly Statement[];
  readonly duration: Millis;
  /** No access from here on, but for an extension. */
  readonly approvedUntil: EpochMillis;
  /** The longest from activation to the end, extensions included. */
  readonly maxTotal: Millis;
};

/** What is true of a grant from the moment it may have touched the account. */
export type BegunTerms = GrantTerms & {
  readonly activatedAt: EpochMillis;
  readonly expiresAt: EpochMillis;
  /** 1, and one more with each applied extension. */
  readonly generation: number;
  /** The generation a read-back has confirmed; 0 before the first. */
  readonly seenGeneration: number;
  /** After this moment no put of this grant takes effect any more. */
  readonly fence: EpochMillis;
  readonly artifacts: readonly Artifact[];
  readonly evidence: readonly Evidence[];
  /** Tries since the last success. */
  readonly attempts: number;
  /** Sticky: someone else changed or removed what the grant had put. */
  readonly externallyModified: boolean;
  /** First moment at which a read-back showed the access. */
  readonly confirmedAt?: EpochMillis;
};

export type PlannedGrant = GrantTerms & { readonly state: "PLANNED"; readonly nextActionAt: EpochMillis };

export type NeverStartedGrant = GrantTerms & {
  readonly state: "NEVER_STARTED";
  readonly endedAt: EpochMillis;
  readonly because: "request-over" | "too-late";
};

/** Unknown counts as live: a put may be under way, may have landed, may never land. */
export type ProvisioningGrant = BegunTerms & {
  readonly state: "PROVISIONING";
  readonly nextActionAt: EpochMillis;
  readonly problem?: CloudProblem;
};

export type ActiveGrant = BegunTerms & {
  readonly state: "ACTIVE";
  readonly nextActionAt: EpochMillis;
  readonly problem?: CloudProblem;
};

/** Being taken back; never leads back. REVOKE_RETRY is REVOKING after a try that did not succeed: it alarms. */
export type EndingGrant = BegunTerms & {
  readonly state: "REVOKING" | "REVOKE_RETRY";
  readonly reason: EndReason;
  readonly endingSince: EpochMillis;
  readonly nextActionAt: EpochMillis;
  /** A list was empty at this moment, yet not past the fence: off, and the proof is due at the fence. */
  readonly emptyAt?: EpochMillis;
  readonly problem?: CloudProblem;
};

export type RevokedGrant = BegunTerms & {
  readonly state: "REVOKED";
  readonly reason: EndReason;
  readonly endingSince: EpochMillis;
  readonly revokedAt: EpochMillis;
};

export type BegunGrant = ProvisioningGrant | ActiveGrant | EndingGrant | RevokedGrant;
export type OverGrant = NeverStartedGrant | RevokedGrant;
export type OpenGrant = PlannedGrant | ProvisioningGrant | ActiveGrant | EndingGrant;
export type Grant = OpenGrant | OverGrant;

/** In the order of a life: who reads them in turn misses none that moves on meanwhile. */
export const EVERY_OPEN_STATE = Object.keys({
  PLANNED: 0,
  PROVISIONING: 0,
  ACTIVE: 0,
  REVOKING: 0,
  REVOKE_RETRY: 0,
} satisfies { readonly [state in OpenGrant["state"]]: 0 }) as readonly OpenGrant["state"][];

export const isOver = (grant: Grant): grant is OverGrant =>
  grant.state === "REVOKED" || grant.state === "NEVER_STARTED";

export const isBegun = (grant: Grant): grant is BegunGrant =>
  grant.state !== "PLANNED" && grant.state !== "NEVER_STARTED";

export const isEnding = (grant: Grant): grant is EndingGrant =>
  grant.state === "REVOKING" || grant.state === "REVOKE_RETRY";
