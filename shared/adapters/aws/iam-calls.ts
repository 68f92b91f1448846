import type { IAMClient } from "@aws-sdk/client-iam";
import type { CallReply, PeopleRole, Read } from "#shared/access/cloud.ts";
import { PEOPLE_PATH } from "#shared/access/people-role.ts";
import { type CallStack, DeadlinePassed, sendBefore } from "#shared/adapters/aws/call-deadline.ts";
import { iamClient } from "#shared/adapters/aws/clients/iam.ts";
import { isForGood, serviceFaultOf, wordsOf } from "#shared/adapters/aws/faults.ts";
import { roleNamesUnder } from "#shared/adapters/aws/iam-reading.ts";
import type { MemberSessions } from "#shared/adapters/aws/member-sessions.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";

export type IamCallsDeps = {
  readonly sessions: MemberSessions;
  readonly clock: Clock;
  /** How a client is made from a session; tests put a faulty line in between. */
  readonly clientOf?: typeof iamClient;
};

type Answered = { readonly $metadata: { readonly requestId?: string | undefined } };

/** Any call of the SDK: its own types tie each to its input, which does not matter here. */
type Command = { readonly middlewareStack: object };

type Look<Value> = (iam: IAMClient) => Promise<{ readonly value: Value; readonly requestId?: string | undefined }>;

/** A reading; one that was refused names the request, which is evidence where the refusal is an answer. */
type ReadOrRefused<Value> =
  | Extract<Read<Value>, { kind: "read" }>
  | (Extract<Read<Value>, { kind: "unreadable" }> & { readonly requestId: string });

/** Calls to IAM of governed accounts, as the account's `tollgate-access` role. */
export class IamCalls {
  readonly #deps: IamCallsDeps;

  constructor(deps: IamCallsDeps) {
    this.#deps = deps;
  }

  /** One call that changes something, sent before its deadline or never, and never twice. */
  async send(account: AccountNumber, command: Command, deadline: EpochMillis): Promise<CallReply> {
    const { clock } = this.#deps;
    if (clock.now() > deadline) return late("Its deadline has passed");
    sendBefore(command.middlewareStack as CallStack, deadline, clock);
    try {
      const iam = await this.#client(account);
      const answer: Answered = await iam.send(command as never);
      return { kind: "accepted", requestId: answer.$metadata.requestId ?? "" };
    } catch (fault) {
      return replyOf(fault);
    }
  }

  /** One reading of a role: what `look` found, and when it began. A name that IAM does not know is `absent`. */
  async read<Value>(
    { account, roleName }: Pick<PeopleRole, "account" | "roleName">,
    look: Look<Value>,
    absent: () => Value,
  ): Promise<Read<Value>> {
    const beganAt = this.#deps.clock.now();
    const read = await this.readAll(account, look);
    if (read.kind === "read") return read;
    if (read.code === "NoSuchEntity") return { kind: "read", value: absent(), beganAt, requestId: read.requestId };
    if (read.code !== "AccessDenied") return read;
    // IAM knows no path of a role that is not there, so a permission on the path does not cover it: only
    // the list under the path tells a role that is absent from one that is kept from us.
    const listed = await this.readAll(account, (iam) => roleNamesUnder(iam, PEOPLE_PATH));
    if (listed.kind === "unreadable" || listed.value.includes(roleName)) return read;
    return { kind: "read", value: absent(), beganAt, requestId: listed.requestId };
  }

  /** One reading of the account. */
  async readAll<Value>(account: AccountNumber, look: Look<Value>): Promise<ReadOrRefused<Value>> {
    const beganAt = this.#deps.clock.now();
    try {
      const { value, requestId = "" } = await look(await this.#client(account));
      return { kind: "read", value, beganAt, requestId };
    } catch (fault) {
      const { code, message, requestId } = serviceFaultOf(fault) ?? {
        code: "no-answer",
        message: wordsOf(fault),
        requestId: "",
      };
      return { kind: "unreadable", code, message, requestId };
    }
  }

  async #client(account: AccountNumber): Promise<IAMClient> {
    const { sessions, clientOf = iamClient } = this.#deps;
    return clientOf(await sessions.credentialsFor(account, "tollgate-access"));
  }
}

const late = (message: string): CallReply => ({ kind: "refused", code: "DeadlinePassed", message, forGood: false });

function replyOf(fault: unknown): CallReply {
  if (fault instanceof DeadlinePassed) return late(fault.message);
  const refusal = serviceFaultOf(fault);
  if (refusal === undefined) return { kind: "unknown", because: wordsOf(fault) };
  return { kind: "refused", code: refusal.code, message: refusal.message, forGood: isForGood(refusal) };
}
