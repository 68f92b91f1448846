import type { Asked, Grade } from "./match-statement.ts";
import type { Policy, Statement } from "./statement.ts";

/** A call to judge, and every policy that has a say in it. */
export type AccessQuestion = Asked & {
  /** The account that owns the resource. */
  readonly resourceAccount: string;
  /** Policies of the role itself; none means that nothing is allowed by identity. */
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  /** The session policy given to AssumeRole. */
  readonly session?: Policy;
  readonly resourcePolicy?: {
    readonly policy: Policy;
    /** Keys and role trusts: identity policies count only where this policy lets the account decide. */
    readonly decides: boolean;
  };
};

/** A statement that speaks of the question, with the policy it stands in. */
export type Found = { readonly policy: Policy; readonly statement: Statement; readonly grade?: Grade };

/** Which policy the missing Allow should have stood in. */
export type Side = "identity" | "resource" | "boundary" | "session";
