import { type GovernedAccounts, UnreachableError } from "#infra/local/governed-accounts.ts";
import { type Caller, callerOf, type NoCaller } from "#shared/adapters/aws/caller.ts";
import { callerSessions } from "#shared/adapters/aws/caller-sessions.ts";
import { stsClient } from "#shared/adapters/aws/clients/sts.ts";
import { wordsOf } from "#shared/adapters/aws/faults.ts";
import { type MemberSessions, memberSessions } from "#shared/adapters/aws/member-sessions.ts";
import { AwsResourceCloud } from "#shared/adapters/aws/resources/aws-resource-cloud.ts";
import { creationTrailBy } from "#shared/adapters/aws/resources/governed-resources.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import { type Clock, epochMillis } from "#shared/kernel/time.ts";
import { noGrants } from "#shared/plane/no-grants.ts";
import { readOnlyCloud } from "#shared/plane/read-only-cloud.ts";

export type AwsOptions = {
  /** Whether promoted policies may write tags and retention. */
  readonly enforce: boolean;
  /** What the trust of roles in other accounts asks for. */
  readonly externalId?: string;
  /** The machine's time, in milliseconds since 1970. */
  readonly wall: () => number;
};

/** Read by the name of the session in CloudTrail: who looked was a laptop, and no deployed function. */
const SESSION = "tollgate-laptop";

const READ_ONLY = "this plane is read-only; npm start -- --cloud aws --enforce lets promoted policies write";
const NO_GRANTS = "this plane is read-only where access is concerned: only a deployed plane grants it";

/**
 * Accounts of AWS as whoever starts the plane may see them: their own by their own credentials, others by the role
 * `tollgate-policy` where that lets them in. This file is the laptop's one way to AWS.
 *
 * @throws UnreachableError when there are no credentials that AWS takes, or no region
 */
export async function openAwsAccounts({ enforce, externalId, wall }: AwsOptions): Promise<GovernedAccounts> {
  const sts = stsClient();
  const found = await callerOf(sts);
  if (!found.ok) throw new UnreachableError(noCallerText(found.error));
  const caller = found.value;
  const clock: Clock = { now: () => epochMillis(wall()) };
  const outside = externalId === undefined ? {} : { externalId };
  const members = memberSessions({ sts, sessionName: SESSION, clock, ...outside });
  const sessions = callerSessions({ caller, credentials: () => sts.config.credentials(), members });
  const clients = new MemberClients(sessions);
  const cloud = new AwsResourceCloud({ clients });
  return {
    resources: enforce ? cloud : readOnlyCloud(cloud, READ_ONLY),
    trail: creationTrailBy(clients),
    grants: noGrants(enforce ? NO_GRANTS : "this plane is read-only", clock),
    about: callerText(caller, enforce),
    reach: (accounts) => Promise.all(accounts.map((account) => reachText(account, { caller, sessions }))),
  };
}

function noCallerText({ kind, because }: NoCaller): string {
  switch (kind) {
    case "no-region":
      return "Cannot look at an AWS account: no region is set; set AWS_REGION, or region in the profile that AWS_PROFILE names";
    case "no-credentials":
      return `Cannot look at an AWS account: there are no credentials (${because}); sign in, for instance by aws sso login, or set AWS_PROFILE`;
    case "refused":
      return `Cannot look at an AWS account: AWS does not take these credentials (${because}); sign in again`;
    case "no-answer":
      return `Cannot look at an AWS account: STS does not answer (${because}); is AWS_ENDPOINT_URL right, and the network there`;
  }
}

const callerText = ({ account, arn }: Caller, enforce: boolean): readonly string[] => [
  `Looks at AWS account ${account} as ${arn}`,
  enforce
    ? "Promoted policies write tags and retention there (--enforce), in accounts whose document enrols them; access is never granted"
    : "Writes nothing in any account: what would be written is planned (--enforce lets promoted policies write)",
];

type Reach = { readonly caller: Caller; readonly sessions: MemberSessions };

/** How one account that a document names is read, or that it cannot be: then each of its sweeps is a finding. */
async function reachText({ id, account }: Account, { caller, sessions }: Reach): Promise<string> {
  if (account === caller.account) return `Reads ${id} (${account}) with these credentials`;
  try {
    await sessions.credentialsFor(account, "tollgate-policy");
    return `Reads ${id} (${account}) through its role tollgate-policy`;
  } catch (fault) {
    return `Cannot read ${id} (${account}): its role tollgate-policy does not let these credentials in (${wordsOf(fault)}); a finding says so for each resource type`;
  }
}
