import type { Role } from "#shared/contracts/http/route.ts";
import type { GroupName, PersonId } from "#shared/kernel/ids.ts";
import type { EpochSeconds } from "#shared/runtime/claims.ts";

/** Who calls, once the host has verified the token and the directory knows the person. */
export type Caller = {
  readonly person: PersonId;
  readonly name: string;
  readonly groups: readonly GroupName[];
  readonly roles: readonly Role[];
  /** When the person last signed in, for decisions that want it fresh. */
  readonly signedInAt: EpochSeconds;
};

/** Finds the person behind a verified `sub`. Unknown and inactive people are undefined: refused. */
export interface Identity {
  callerOf(subject: string, signedInAt: EpochSeconds): Promise<Caller | undefined>;
}
