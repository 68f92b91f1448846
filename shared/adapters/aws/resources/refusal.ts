import { isForGood, serviceFaultOf, wordsOf } from "#shared/adapters/aws/faults.ts";
import type { WriteReply } from "#shared/policy/cloud.ts";

type Refused = Omit<Extract<WriteReply, { kind: "refused" }>, "kind">;

/** A write that was not taken: said inside an accepted answer, or known before anything was sent. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reply: Extract<WriteReply, { kind: "refused" }>;

  constructor(refused: Refused) {
    super(refused.message);
    this.reply = { kind: "refused", ...refused };
  }
}

/** Resources that are busy just now, and take the same call later. */
const BUSY =
  /^(Throttl|OperationAborted|ResourceInUse|ResourceNotReady|InternalFailure|InternalError|InternalService|InvalidDB\w+State|InvalidClusterState)/;

/** Kinesis names a throttle and a full quota alike (Kinesis API reference, LimitExceededException): its words tell them apart. */
const THROTTLE_WORDS = /rate exceeded|too many requests/i;

export const isRefusedForGood = (said: { readonly code: string; readonly message: string }): boolean =>
  isForGood({ ...said, requestId: "" }) && !BUSY.test(said.code) && !THROTTLE_WORDS.test(said.message);

/** With the id by which AWS finds the call, where it gave one. */
export const withRequestId = (message: string, requestId: string): string =>
  requestId === "" ? message : `${message} (request ${requestId})`;

/** What became of a write that threw: refused where the service said so, else nobody knows. */
export function replyOf(fault: unknown): WriteReply {
  if (fault instanceof Refusal) return fault.reply;
  const said = serviceFaultOf(fault);
  if (said === undefined) return { kind: "unknown", because: wordsOf(fault) };
  const message = withRequestId(said.message, said.requestId);
  return { kind: "refused", code: said.code, message, forGood: isRefusedForGood(said) };
}

export function unreadableOf(fault: unknown): { kind: "unreadable"; code: string; message: string } {
  const said = serviceFaultOf(fault);
  if (said === undefined) return { kind: "unreadable", code: "no-answer", message: wordsOf(fault) };
  return { kind: "unreadable", code: said.code, message: withRequestId(said.message, said.requestId) };
}

/**
 * What a write looks at before it sends anything. Without an answer nothing was sent, so it is refused for now
 * and not unknown.
 *
 * @throws Refusal, or what the service said
 */
export async function beforeWriting<Value>(look: Promise<Value>): Promise<Value> {
  try {
    return await look;
  } catch (fault) {
    if (fault instanceof Refusal || serviceFaultOf(fault) !== undefined) throw fault;
    throw new Refusal({ code: "no-answer", message: wordsOf(fault), forGood: false });
  }
}
