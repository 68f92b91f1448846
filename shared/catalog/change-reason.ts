import type { ChangeReason, HeldChange } from "#shared/catalog/proposal.ts";

export type ReasonLacking = {
  readonly kind: "reason-lacking";
  readonly lacks: "justification" | "ticket";
  readonly because: string;
};

/**
 * What the policies that decide on these changes want to be told and are not: a justification of so many characters,
 * a ticket, one written as the company writes them. Undefined when nothing is held, or all is said.
 *
 * @param pattern a regular expression that a ticket must match as a whole
 */
export function lackingReason(
  held: readonly HeldChange[],
  { justification, ticket }: ChangeReason,
  pattern: string | undefined,
): ReasonLacking | undefined {
  const decisions = held.filter(({ state }) => state === "pending").flatMap((change) => change.decisions);
  const min = Math.max(0, ...decisions.map(({ justificationMin }) => justificationMin));
  const said = [...justification.trim()].length;
  if (said < min) {
    const because = `what it opens is asked for with a justification of at least ${min} characters, and this has ${said}`;
    return { kind: "reason-lacking", lacks: "justification", because };
  }
  const like = pattern === undefined ? "" : `, written like ${pattern}`;
  if (ticket === undefined) {
    if (!decisions.some(({ ticketRequired }) => ticketRequired)) return undefined;
    return { kind: "reason-lacking", lacks: "ticket", because: `what it opens needs a ticket${like}` };
  }
  const fits = pattern === undefined || new RegExp(`^(?:${pattern})$`, "u").test(ticket);
  return fits ? undefined : { kind: "reason-lacking", lacks: "ticket", because: `"${ticket}" is no ticket${like}` };
}
