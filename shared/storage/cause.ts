import { AsyncLocalStorage } from "node:async_hooks";

/** What something is done for: followed from a request through the table, the outbox and the queues to its effects. */
export type Cause = {
  /** The request's id, as its answer has it; of a message that nobody's request caused, the message's own. */
  readonly request: string;
  /** The header of X-Ray, `Root=1-…;Parent=…;Sampled=…`: in the cloud alone. */
  readonly xray?: string;
};

/** A hint for people who look for something; what is none of ours is dropped, never a fault. */
const REQUEST = /^[\w+/=.:@-]{1,128}$/;

/** X-Ray developer guide, "Tracing header"; PutEvents takes 500 characters. */
const XRAY = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;[A-Za-z]+=[\w:.|-]*){0,6}$/;

const causes = new AsyncLocalStorage<Cause>();

/** Does `work` for a cause, and all that it awaits; for the cause it is done for already when there is no other. */
export const causedBy = <Value>(cause: Cause | undefined, work: () => Value): Value =>
  cause === undefined ? work() : causes.run(cause, work);

/** What is being worked for at this moment, if it is known. */
export const currentCause = (): Cause | undefined => causes.getStore();

/** As it goes along with a row or a message: the request's id, and X-Ray's header behind it. */
export const causeText = ({ request, xray }: Cause): string => (xray === undefined ? request : `${request} ${xray}`);

/** Reads {@link causeText}; undefined for what is none. */
export function causeOf(text: string | undefined): Cause | undefined {
  const [request = "", xray] = (text ?? "").split(" ");
  if (!REQUEST.test(request)) return undefined;
  return xray !== undefined && isXray(xray) ? { request, xray } : { request };
}

/** Whether X-Ray would take this as its header. */
export const isXray = (text: string): boolean => text.length <= 256 && XRAY.test(text);

const PREFIX = "cause ";

/** Along with an event of the bus, as one of its resources: an envelope has no other room for what is not its detail. */
export const causeResources = (cause: Cause | undefined): readonly string[] =>
  cause === undefined ? [] : [`${PREFIX}${causeText(cause)}`];

/** The cause among the resources of an event of the bus. */
export function causeAmong(resources: unknown): Cause | undefined {
  if (!Array.isArray(resources)) return undefined;
  const found = resources.find((each): each is string => typeof each === "string" && each.startsWith(PREFIX));
  return found === undefined ? undefined : causeOf(found.slice(PREFIX.length));
}

/** For a line of the log: `cause` is the request's id, `trace` the one under which X-Ray has it. */
export function causeFields(): { readonly cause?: string; readonly trace?: string } {
  const cause = currentCause();
  if (cause === undefined) return {};
  const trace = /^Root=([^;]+)/.exec(cause.xray ?? "")?.[1];
  return { cause: cause.request, ...(trace === undefined ? {} : { trace }) };
}
