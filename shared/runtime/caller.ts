import type { Role } from "#shared/contracts/http/route.ts";
import type { GroupName, PersonId } from "#shared/kernel/ids.ts";
import type { Claims, EpochSeconds } from "#shared/runtime/claims.ts";

/** Who calls, once the host has verified the token and the directory knows the person. */
export type Caller = {
  readonly person: PersonId;
  readonly name: string;
  readonly groups: readonly GroupName[];
  readonly roles: readonly Role[];
  /** When the person last signed in, for decisions that want it fresh. */
  readonly signedInAt: EpochSeconds;
};

/** Finds the person behind a verified token. Unknown and inactive people are undefined: refused. */
export interface Identity {
  callerOf(claims: Claims): Promise<Caller | undefined>;
}
