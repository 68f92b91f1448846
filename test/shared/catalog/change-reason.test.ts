import { describe, expect, test } from "vitest";
import { lackingReason } from "#shared/catalog/change-reason.ts";
import type { HeldChange } from "#shared/catalog/proposal.ts";
import { lower, planDesk } from "#test/support/catalog/plan-desk.ts";
import { saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

/** A change that saltmarsh holds: it wants 30 characters, and no ticket. */
async function heldChange(): Promise<HeldChange> {
  const desk = await planDesk();
  const [held] = (await desk.plan(saltmarshWith(lower))).proposal?.held ?? [];
  return held ?? expect.unreachable("nothing is held");
}

const LONG = "The auditor asked for it in September";

describe("what the deciding policies want to be told", () => {
  test.each([
    { because: "one character is missing", justification: "x".repeat(29), lacks: "justification" },
    {
      because: "spaces round it say nothing",
      justification: `${" ".repeat(20)}short${" ".repeat(20)}`,
      lacks: "justification",
    },
    { because: "it is just long enough", justification: "x".repeat(30), lacks: undefined },
    { because: "letters are counted, not their halves", justification: "🧾".repeat(29), lacks: "justification" },
  ])("a justification: $because", async ({ justification, lacks }) => {
    expect(lackingReason([await heldChange()], { justification }, undefined)?.lacks).toBe(lacks);
  });

  test.each([
    { because: "none is required", required: false, ticket: undefined, lacks: undefined },
    { because: "one is required", required: true, ticket: undefined, lacks: "ticket" },
    { because: "it is written as the company writes them", required: true, ticket: "GRC-881", lacks: undefined },
    { because: "it only begins so", required: true, ticket: "GRC-881x", lacks: "ticket" },
    { because: "a wrong one is refused though none is required", required: false, ticket: "soon", lacks: "ticket" },
  ])("a ticket: $because", async ({ required, ticket, lacks }) => {
    const held = await heldChange();
    const wanting = { ...held, decisions: held.decisions.map((each) => ({ ...each, ticketRequired: required })) };
    const reason = { justification: LONG, ...(ticket === undefined ? {} : { ticket }) };
    expect(lackingReason([wanting], reason, "[A-Z]{2,8}-[0-9]+")?.lacks).toBe(lacks);
  });

  test("nothing, where nothing is held or all that is held only waits", async () => {
    const held = await heldChange();
    expect(lackingReason([], { justification: "" }, undefined)).toBeUndefined();
    expect(lackingReason([{ ...held, state: "waiting" }], { justification: "" }, undefined)).toBeUndefined();
  });
});
