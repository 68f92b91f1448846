import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** A moment as tokens carry it: whole seconds since 1970. */
export type EpochSeconds = number & { readonly unit: "s since 1970" };

/** What the authoriser of the host verified, as API Gateway passes it on. */
export type HttpEvent = APIGatewayProxyEventV2 & {
  readonly requestContext: {
    readonly authorizer?: { readonly jwt?: { readonly claims: { readonly [name: string]: unknown } } };
  };
};

/** Who a verified token speaks of, and what it says of them. */
export type Claims = {
  readonly subject: string;
  readonly signedInAt: EpochSeconds;
  /** Groups as the identity provider names them: only a bootstrap operator is known by these. */
  readonly groups: readonly string[];
};

/** What the authoriser verified, or undefined when no token was. */
export function claimsOf(event: HttpEvent): Claims | undefined {
  const claims = event.requestContext.authorizer?.jwt?.claims;
  const subject = claims?.["sub"];
  if (typeof subject !== "string" || subject === "") return undefined;
  // API Gateway passes numbers as text.
  const at = Number(claims?.["auth_time"] ?? claims?.["iat"] ?? 0);
  return {
    subject,
    signedInAt: (Number.isFinite(at) ? at : 0) as EpochSeconds,
    groups: groupsIn(claims?.["groups"]),
  };
}

/** A list; API Gateway passes it as one text, `[a b]`. */
function groupsIn(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((each) => typeof each === "string");
  if (typeof claim !== "string") return [];
  return claim
    .replace(/^\[|\]$/g, "")
    .split(/[\s,]+/)
    .filter((each) => each !== "");
}
