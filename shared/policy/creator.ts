import type { CallerIdentity } from "#shared/policy/cloud-record.ts";

/** Who made a resource. `service`: a service acted for somebody, so tags come from the parent instead. */
export type Creator =
  | { readonly kind: "user"; readonly name: string }
  | { readonly kind: "session"; readonly role: string; readonly session: string }
  | { readonly kind: "root" }
  | { readonly kind: "service"; readonly service: string; readonly inheritsFrom: "parent" }
  | { readonly kind: "unknown" };

/** Signing in through the console says `invokedBy: signin.amazonaws.com`, yet a person acted. */
const PEOPLE_BEHIND: ReadonlySet<string> = new Set(["signin.amazonaws.com"]);

/** StackSets show their execution role, never the person (auto-tag README): the stack is the parent. */
const STACK_SET_ROLE = /^(AWSCloudFormationStackSetExecutionRole|stacksets-exec-)/;

/** The creator, from the caller's identity; what the identity does not say is `unknown`, never guessed. */
export function creatorOf(identity: CallerIdentity): Creator {
  const service = serviceOf(identity);
  if (service !== undefined) return { kind: "service", service, inheritsFrom: "parent" };
  switch (identity.type) {
    case "Root":
      return { kind: "root" };
    case "AssumedRole":
      return sessionOf(identity);
    default:
      return identity.userName === undefined ? { kind: "unknown" } : { kind: "user", name: identity.userName };
  }
}

/** The name of an assumed role's session, the last part of its ARN. */
export function sessionNameOf(identity: CallerIdentity): string | undefined {
  if (identity.type !== "AssumedRole") return undefined;
  return /:assumed-role\/(?:.*\/)?([^/]+)$/.exec(identity.arn ?? "")?.[1];
}

function serviceOf({ invokedBy, type, issuer }: CallerIdentity): string | undefined {
  if (invokedBy !== undefined && !PEOPLE_BEHIND.has(invokedBy)) return invokedBy;
  if (type === "AWSService") return invokedBy ?? "an AWS service";
  return STACK_SET_ROLE.test(issuer?.userName ?? "") ? "cloudformation.amazonaws.com" : undefined;
}

function sessionOf(identity: CallerIdentity): Creator {
  const session = sessionNameOf(identity);
  const role = identity.issuer?.userName ?? /:assumed-role\/([^/]+)/.exec(identity.arn ?? "")?.[1];
  return role === undefined || session === undefined ? { kind: "unknown" } : { kind: "session", role, session };
}
