import fc from "fast-check";
import { expect, test } from "vitest";
import { channelText } from "#shared/findings/channel-text.ts";

test.each([
  { because: "an ARN", text: "see arn:aws:s3:::orders-raw now", shown: "see a resource now" },
  { because: "an account number", text: "in 111122223333 since", shown: "in an account since" },
  { because: "an address of a person", text: "ask dana.smith+x@example.com", shown: "ask a person" },
  { because: "an access key", text: "key AKIAIOSFODNN7EXAMPLE", shown: "key a key" },
  { because: "a card number", text: "paid by 4111 1111 1111 1111", shown: "paid by a number" },
  { because: "an account number as the console writes it", text: "in 1111-2222-3333 now", shown: "in an account now" },
  { because: "an account number glued to a name", text: "role_111122223333", shown: "rolean account" },
  { because: "an account number in pieces", text: "in 1111`2222`3333", shown: "in an account" },
  { because: "an ARN in pieces", text: "ar*n:aws:iam::1:role/x", shown: "a resource" },
  { because: "an ARN glued to a name", text: "role_arn:aws:iam::1:role/x", shown: "rolea resource" },
  { because: "a person of any script", text: "ask dänä@exämple.com", shown: "ask a person" },
  { because: "a key glued to a name", text: "x_AKIAIOSFODNN7EXAMPLE", shown: "xa key" },
  { because: "a long number", text: "n 12345678901234567890123", shown: "n a number" },
  { because: "a card number within a sentence", text: "by 4111 1111 1111 1111 now", shown: "by a number now" },
  { because: "a link that acts", text: "open https://example.com/a?token=1", shown: "open an address" },
  { because: "a JWT", text: "with eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", shown: "with a token" },
  { because: "a chat token", text: "xoxb-1234567890-abcdefghij", shown: "a token" },
  { because: "markup of a channel", text: "<!channel> *now*", shown: "!channel now" },
  { because: "control characters", text: "a\u001b[31mb\nc", shown: "a 31mb c" },
  {
    because: "a plain name stays",
    text: "log group /etl/orders keeps 7 days",
    shown: "log group /etl/orders keeps 7 days",
  },
  { because: "a moment stays", text: "since 2026-11-23 02:39 UTC", shown: "since 2026-11-23 02:39 UTC" },
  { because: "a name with risk in it stays", text: "task-orders-raw-export", shown: "task-orders-raw-export" },
  {
    because: "a long bucket name stays",
    text: "saltmarsh-sales-prod-orders-raw-eu-west-1",
    shown: "saltmarsh-sales-prod-orders-raw-eu-west-1",
  },
])("a channel never shows $because", ({ text, shown }) => {
  expect(channelText(text)).toBe(shown);
});

test("whatever stands around them or within, secrets do not come through", () => {
  const secrets = ["arn:aws:iam::111122223333:role/x", "111122223333", "dana@example.com", "AKIAIOSFODNN7EXAMPLE"];
  const around = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(..." _*`~|[]<>-.:/a1"), maxLength: 12 }),
  );
  const within = fc.string({ unit: fc.constantFrom(..."*_`~|[]<>"), maxLength: 2 });
  const written = fc.record({
    secret: fc.constantFrom(...secrets),
    left: around,
    right: around,
    place: fc.nat(),
    split: within,
  });
  fc.assert(
    fc.property(written, ({ secret, left, right, place, split }) => {
      const at = place % secret.length;
      const broken = secret.slice(0, at) + split + secret.slice(at);
      expect(channelText(`${left}${broken}${right}`)).not.toContain(secret);
    }),
    { numRuns: 1_000 },
  );
});

test("what comes out is one line without markup, and no text makes it slow", () => {
  const longest = fc.string({ unit: fc.constantFrom(..."eyJ1a-._@:+ <>*\n\u202e"), maxLength: 5_000 });
  fc.assert(
    fc.property(longest, (text) => {
      const shown = channelText(text);
      expect(shown).not.toMatch(/[<>`*_~|[\]\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 300 },
  );
});
