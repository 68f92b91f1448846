import type { Context } from "aws-lambda";
import { actingAs } from "#infra/local/acting.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** A Lambda handler, whatever its event: only {@link invoke} calls it, with event, context and signal. */
export type LambdaHandler = (event: never, context: never, extra: never) => unknown;

/**
 * A function on the laptop: what it is, and how its handler is made from the ports.
 *
 * The handler is made anew for each run, as a cold start would, so nothing can hide in memory.
 */
export type LocalFunction<Ports> = {
  readonly spec: FunctionSpec;
  readonly makeHandler: (ports: Ports) => LambdaHandler;
};

/** Runs a handler as Lambda does: with what its spec lets it do, a context, and a signal that ends with its time-out. */
export async function invoke(
  { spec, handler }: { readonly spec: FunctionSpec; readonly handler: LambdaHandler },
  event: unknown,
  requestId: string,
): Promise<unknown> {
  const context = {
    awsRequestId: requestId,
    functionName: spec.name,
    getRemainingTimeInMillis: () => spec.timeoutSeconds * 1_000,
  } as Context;
  const extra = { signal: new AbortController().signal };
  return actingAs(spec, () => handler(event as never, context as never, extra as never));
}
