import { expect, test } from "vitest";
import { heldWaitWords } from "#functions/cli/commands/governance/held-words.ts";

const asked = { step: 1, askedSince: "2026-11-23T09:00:00.000Z", reminders: 0 };
const escalated = { to: "team:orders.lead", at: "2026-11-23T17:00:00.000Z", step: 1, added: true };

test.each([
  ["nothing of a change that waits for nobody", undefined, ""],
  ["since when it is asked", asked, "asked since 2026-11-23T09:00"],
  ["that it was reminded of", { ...asked, reminders: 1 }, "asked since 2026-11-23T09:00, reminded once"],
  [
    "whom silence added",
    { ...asked, reminders: 2, escalated },
    "asked since 2026-11-23T09:00, reminded 2 times, nobody answered by 2026-11-23T17:00, so team:orders.lead too",
  ],
  [
    "that silence could add nobody",
    { ...asked, escalated: { ...escalated, added: false } },
    "asked since 2026-11-23T09:00, nobody answered by 2026-11-23T17:00, and there is nobody else to ask",
  ],
])("how a held change waits says %s", (_what, waits, words) => {
  expect(heldWaitWords({ waits })).toBe(words);
});
