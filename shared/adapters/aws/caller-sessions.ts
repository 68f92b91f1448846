import type { Caller } from "#shared/adapters/aws/caller.ts";
import type { Credentials, MemberSessions } from "#shared/adapters/aws/member-sessions.ts";

export type CallerSessionDeps = {
  readonly caller: Pick<Caller, "account">;
  /** The caller's own, fresh each time they are asked for. */
  readonly credentials: () => Promise<Credentials>;
  readonly members: MemberSessions;
};

/** The caller's own credentials in their own account, where no role of ours need be; roles in every other. */
export const callerSessions = ({ caller, credentials, members }: CallerSessionDeps): MemberSessions => ({
  credentialsFor: (account, role) =>
    account === caller.account ? credentials() : members.credentialsFor(account, role),
});
