import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** A moment as tokens carry it: whole seconds since 1970. */
export type EpochSeconds = number & { readonly unit: "s since 1970" };

/** What the authoriser of the host verified, as API Gateway passes it on. */
export type HttpEvent = APIGatewayProxyEventV2 & {
  readonly requestContext: {
    readonly authorizer?: { readonly jwt?: { readonly claims: { readonly [name: string]: unknown } } };
  };
};

/** The verified subject and the time of sign-in, or undefined when no token was verified. */
export function claimsOf(
  event: HttpEvent,
): { readonly subject: string; readonly signedInAt: EpochSeconds } | undefined {
  const claims = event.requestContext.authorizer?.jwt?.claims;
  const subject = claims?.["sub"];
  if (typeof subject !== "string" || subject === "") return undefined;
  // API Gateway passes numbers as text.
  const at = Number(claims?.["auth_time"] ?? claims?.["iat"] ?? 0);
  return { subject, signedInAt: (Number.isFinite(at) ? at : 0) as EpochSeconds };
}
