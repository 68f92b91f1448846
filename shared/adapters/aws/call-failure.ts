/** A call to AWS that failed, with what support needs to find it. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
}

/** `doing` reads "Cannot <do what> <to what>"; what AWS said and the request's id follow, the cause is kept. */
export function callFailure(doing: string, fault: unknown): CallFailure {
  if (!(fault instanceof Error)) return new CallFailure(`${doing}: ${String(fault)}`);
  const { $metadata } = fault as { readonly $metadata?: { readonly requestId?: string; readonly attempts?: number } };
  const request = $metadata?.requestId === undefined ? "no answer" : `request ${$metadata.requestId}`;
  const tries = $metadata?.attempts === undefined ? "" : `, tries ${$metadata.attempts}`;
  return new CallFailure(`${doing}: ${fault.name}: ${fault.message} (${request}${tries})`, { cause: fault });
}
