import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { serviceFaultOf, wordsOf } from "#shared/adapters/aws/faults.ts";
import { type AccountNumber, accountNumber } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";

/** In whose name a program calls AWS. Never a key. */
export type Caller = { readonly account: AccountNumber; readonly arn: string };

/** Why there is no caller; `because` is what the SDK or AWS said, which never holds a secret. */
export type NoCaller = {
  readonly kind: "no-region" | "no-credentials" | "refused" | "no-answer";
  readonly because: string;
};

/**
 * Whose credentials the SDK finds where it looks by itself: environment, profile, single sign-on, instance. Each part
 * is asked for by itself, so that what is missing can be named.
 */
export async function callerOf(sts: STSClient): Promise<Result<Caller, NoCaller>> {
  try {
    await sts.config.region();
  } catch (fault) {
    return err({ kind: "no-region", because: wordsOf(fault) });
  }
  try {
    await sts.config.credentials();
  } catch (fault) {
    return err({ kind: "no-credentials", because: wordsOf(fault) });
  }
  try {
    const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand());
    return ok({ account: accountNumber(Account), arn: Arn });
  } catch (fault) {
    const said = serviceFaultOf(fault);
    if (said !== undefined) return err({ kind: "refused", because: `${said.code}: ${said.message}` });
    return err({ kind: "no-answer", because: wordsOf(fault) });
  }
}
