import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import { type Clock, type EpochMillis, epochMillis, minutes, plus } from "#shared/kernel/time.ts";

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a session; keys of a user have none. */
  readonly sessionToken?: string;
};

/** A role of a governed account, or of the one that pays, by name below the path `/tollgate/`. */
export type MemberRoleName = "tollgate-access" | "tollgate-broker" | "tollgate-policy" | "tollgate-billing";

export type MemberSessionDeps = {
  readonly sts: STSClient;
  /** What the roles' trust asks for; nothing is sent when absent. */
  readonly externalId?: string;
  /** Whose session it is: `tollgate-<function>`, by which our own writes are recognised in CloudTrail. */
  readonly sessionName: string;
  readonly clock: Clock;
};

/** Sessions in governed accounts. */
export interface MemberSessions {
  /** Credentials of a role of the account. @throws when the account does not let us in */
  credentialsFor(account: AccountNumber, role: MemberRoleName): Promise<Credentials>;
}

/** Anew when this little is left of a session. */
const SPARE = minutes(5);

/** One session per account and role, kept while it lasts. */
export function memberSessions({ sts, externalId, sessionName, clock }: MemberSessionDeps): MemberSessions {
  const kept = new Map<string, { readonly credentials: Credentials; readonly until: EpochMillis }>();
  return {
    async credentialsFor(account, role) {
      const arn = `arn:aws:iam::${account}:role/tollgate/${role}`;
      const known = kept.get(arn);
      if (known !== undefined && plus(clock.now(), SPARE) < known.until) return known.credentials;
      const answer = await sts.send(
        new AssumeRoleCommand({
          RoleArn: arn,
          RoleSessionName: sessionName,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }),
      );
      const session = sessionIn(answer.Credentials, arn);
      kept.set(arn, session);
      return session.credentials;
    },
  };
}

type Issued = {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
  readonly Expiration?: Date | undefined;
};

/** What STS issued. @throws when a part of it is missing */
export function sessionIn(
  issued: Issued | undefined,
  arn: string,
): { readonly credentials: Required<Credentials>; readonly until: EpochMillis } {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = issued ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) {
    throw new Error(`Cannot use the session of "${arn}": STS answered without credentials`);
  }
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    until: epochMillis(Expiration.getTime()),
  };
}
