/** What an AWS service said instead of an answer; undefined when nothing came back that it said. */
export type ServiceFault = { readonly code: string; readonly message: string; readonly requestId: string };

type Thrown = Error & {
  readonly $fault?: "client" | "server";
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
};

/** The service's own refusal, told from a broken line, a time-out or an answer that is none. */
export function serviceFaultOf(fault: unknown): ServiceFault | undefined {
  if (!(fault instanceof Error)) return undefined;
  const { $fault, $metadata, name, message } = fault as Thrown;
  // An emulator or proxy that does not know the service answers with an error named Unknown: no refusal of AWS.
  if ($fault !== "client" || name === "Unknown") return undefined;
  return { code: name.replace(/(Exception|Fault)$/, ""), message, requestId: $metadata?.requestId ?? "" };
}

/** Refusals that pass by themselves: too many calls, a moment of inconsistency, a signature that came late. */
const PASSING: ReadonlySet<string> = new Set([
  "AccessDenied",
  "ConcurrentModification",
  "ExpiredToken",
  "RequestExpired",
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TooManyRequests",
  "EntityTemporarilyUnmodifiable",
]);

/**
 * Whether trying again cannot help. Denied access is not for good: whoever runs the account can mend it, and
 * a grant must not be given up because a role's policy is a few seconds old.
 */
export const isForGood = ({ code }: ServiceFault): boolean => !PASSING.has(code);

/** In words for a row or a log; the message of an SDK error names ids and never holds a secret. */
export const wordsOf = (fault: unknown): string =>
  fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
