import { expect, test } from "vitest";
import { fieldTexts } from "#shared/catalog/change-text.ts";

const long = (end: string): string => `${"x".repeat(200)}${end}`;

test.each([
  {
    because: "words stand as they are written",
    from: "confidential",
    to: "internal",
    says: "field confidential → internal",
  },
  { because: "what was not there is nothing", from: null, to: ["a"], says: 'field nothing → ["a"]' },
  { because: "what is long is cut", from: "a", to: long(""), says: `field a → ${"x".repeat(99)}…` },
  {
    because: "what is alike where it is cut tells nothing twice",
    from: long("a"),
    to: long("b"),
    says: "field changes",
  },
])("a field reads as $says: $because", ({ from, to, says }) => {
  expect(fieldTexts([{ pointer: "/field", from, to }])).toEqual([says]);
});
