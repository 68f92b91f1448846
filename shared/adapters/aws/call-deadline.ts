import { type Clock, type EpochMillis, isoOf } from "#shared/kernel/time.ts";

/** A call was not sent, because its deadline had passed. */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
}

type Next = (args: object) => Promise<object>;

/** As much of an SDK call's middleware stack as this needs. */
export type CallStack = {
  addRelativeTo(
    step: (next: Next) => Next,
    options: { readonly name: string; readonly relation: "after"; readonly toMiddleware: string },
  ): void;
};

/**
 * Refuses to send a signed call beyond its deadline: the last step before the wire, so that however long
 * signing or a session took, no call leaves late (access-protocol A1).
 *
 * @throws DeadlinePassed from the call, when it would be sent late; nothing was sent
 */
export function sendBefore(stack: CallStack, deadline: EpochMillis, clock: Clock): void {
  stack.addRelativeTo(
    (next) => (args) => {
      if (clock.now() > deadline) {
        return Promise.reject(new DeadlinePassed(`Cannot send a call that was permitted until ${isoOf(deadline)}`));
      }
      return next(args);
    },
    { name: "tollgateDeadline", relation: "after", toMiddleware: "httpSigningMiddleware" },
  );
}
