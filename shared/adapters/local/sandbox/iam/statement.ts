/** Actions, resources or principals of a statement: a list, or everything but the list (`NotAction`). */
export type Scope = { readonly not: boolean; readonly patterns: readonly string[] };

/** Who a resource policy speaks of; `everyone` is `"*"`, which no list narrows. */
export type PrincipalScope = {
  readonly not: boolean;
  readonly everyone: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
};

/** One key of one operator, such as `ForAnyValue:StringLikeIfExists` on `s3:prefix`. */
export type Condition = {
  /** The operator without its set prefix and without `IfExists`. */
  readonly operator: string;
  readonly set: "single" | "any" | "all";
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
};

/**
 * A statement as read. `flaw` says what could not be read; such a statement never allows, and where
 * it denies it denies all that its readable parts fit.
 */
export type Statement = {
  /** Its Sid, or its place: `statement 2`. */
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly flaw?: string;
  readonly actions?: Scope;
  readonly resources?: Scope;
  readonly principals?: PrincipalScope;
  readonly conditions: readonly Condition[];
  /** `${…}` means something only in policies of version 2012-10-17. */
  readonly variables: boolean;
};

/** What a policy is attached to; a trust policy has principals and no resources. */
export type PolicyKind = "identity" | "resource" | "trust";

export type Policy = { readonly name: string; readonly statements: readonly Statement[] };

/** Keys in lower case, because condition keys are not case-sensitive. */
export type Context = ReadonlyMap<string, string | readonly string[]>;

export const contextOf = (values: Readonly<Record<string, string | readonly string[] | undefined>>): Context =>
  new Map(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key.toLowerCase(), value] as const],
    ),
  );
