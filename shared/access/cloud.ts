import type { AccountNumber, PersonId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** The person's one Tollgate-managed role in one account, under the path `/tollgate/people/`. */
export type PeopleRole = { readonly account: AccountNumber; readonly person: PersonId; readonly roleName: string };

/**
 * What came back of a call that changes the cloud. None of the three is evidence: only a read-back is.
 * `unknown` is a time-out or a broken line, and the call may still land until its deadline's fence.
 */
export type CallReply =
  | { readonly kind: "accepted"; readonly requestId: string }
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly forGood: boolean }
  | { readonly kind: "unknown"; readonly because: string };

/** What a read showed, and when it began: a fence compares with the beginning, never the end. */
export type Read<Value> =
  | { readonly kind: "read"; readonly value: Value; readonly beganAt: EpochMillis; readonly requestId: string }
  | { readonly kind: "unreadable"; readonly code: string; readonly message: string };

/**
 * The identity side of a governed account, as grants need it. Every implementation passes
 * test/contract/grant-cloud.ts. Nothing outside `/tollgate/people/` can be reached through it.
 */
export interface GrantCloud {
  /** Why nothing is ever granted here, as a clause; absent where it is. Each change is then refused for good. */
  readonly readOnly?: string;

  /** Make the role with its trust and boundary, or confirm that it stands so. Idempotent. */
  ensureRole(role: PeopleRole, deadline: EpochMillis): Promise<CallReply>;

  /** Whether the role stands with exactly its boundary and trust: what {@link ensureRole} is proved by. */
  readRole(role: PeopleRole): Promise<Read<"as-intended" | "different" | "absent">>;

  /**
   * Put one inline policy. It takes effect by `deadline` plus the adapter's `fenceMargin`, or never
   * (access-protocol A1): the adapter refuses to send beyond the deadline and never retries by itself.
   */
  putPolicy(
    put: { readonly role: PeopleRole; readonly name: string; readonly document: JsonObject },
    deadline: EpochMillis,
  ): Promise<CallReply>;

  /** Delete one inline policy; absent already is `accepted`. */
  deletePolicy(role: PeopleRole, name: string, deadline: EpochMillis): Promise<CallReply>;

  /** One inline policy, undefined when it is not there. */
  readPolicy(role: PeopleRole, name: string): Promise<Read<JsonObject | undefined>>;

  /** The names of the role's inline policies that begin so; an absent role has none. */
  listPolicies(role: PeopleRole, prefix: string): Promise<Read<readonly string[]>>;

  /** Every role under the path with its inline policy names: what the reconciler starts from. */
  listRoles(
    account: AccountNumber,
  ): Promise<Read<readonly { readonly roleName: string; readonly policyNames: readonly string[] }[]>>;

  /** Short credentials for the role; the caller has checked for a live grant. Never longer than `until`. */
  issueCredentials(
    role: PeopleRole,
    session: { readonly grant: string; readonly until: EpochMillis },
  ): Promise<Read<SessionCredentials>>;

  /** Added to a call's deadline to get the fence: signature validity, read staleness, clock skew. In milliseconds. */
  readonly fenceMargin: number;
}

/** As the AWS CLI's `credential_process` wants them. Never logged, never stored. */
export type SessionCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: EpochMillis;
};
