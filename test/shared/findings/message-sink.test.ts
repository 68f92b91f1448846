import { expect, test } from "vitest";
import { destinationKey } from "#shared/findings/message-sink.ts";

test("two people's mail are two destinations, the same one however it was written is one", () => {
  const lead = destinationKey({ via: "mail", who: { kind: "target", part: "lead" } });
  expect(destinationKey({ via: "mail", who: { kind: "target", part: "team" } })).not.toBe(lead);
  expect(destinationKey({ who: { part: "lead", kind: "target" }, via: "mail" })).toBe(lead);
});
