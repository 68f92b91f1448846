/** A person: the `sub` of the identity provider. */
export type PersonId = string & { readonly names: "person" };
/** A group, by the company's own name for it (the Directory document maps it to the provider's id). */
export type GroupName = string & { readonly names: "group" };
/** `R-1043` */
export type RequestId = string & { readonly names: "request" };
/** `G-1043-1`: lower case and digits only in artifact names, see the grant's compiler. */
export type GrantId = string & { readonly names: "grant" };
export type FindingId = string & { readonly names: "finding" };
export type ActionId = string & { readonly names: "action" };
/** An AWS account number: 12 digits. */
export type AccountNumber = string & { readonly names: "account" };
export type Arn = string & { readonly names: "arn" };

export const personId = (text: string): PersonId => text as PersonId;
export const groupName = (text: string): GroupName => text as GroupName;
export const requestId = (text: string): RequestId => text as RequestId;
export const grantId = (text: string): GrantId => text as GrantId;
export const findingId = (text: string): FindingId => text as FindingId;
export const actionId = (text: string): ActionId => text as ActionId;
export const accountNumber = (text: string): AccountNumber => text as AccountNumber;
export const arn = (text: string): Arn => text as Arn;

/** Makes ids nobody has used: `next("R")` is `R-…`. Passed in, so that a simulation repeats them. */
export interface Ids {
  next(prefix: string): string;
}

/** Chance, passed in: a number in [0, 1). */
export type Random = () => number;
