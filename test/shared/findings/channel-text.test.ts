import fc from "fast-check";
import { expect, test } from "vitest";
import { channelText } from "#shared/findings/channel-text.ts";

test.each([
  { because: "an ARN", text: "see arn:aws:s3:::orders-raw now", shown: "see a resource now" },
  { because: "an account number", text: "in 111122223333 since", shown: "in an account since" },
  { because: "an address of a person", text: "ask dana.smith+x@example.com", shown: "ask a person" },
  { because: "an access key", text: "key AKIAIOSFODNN7EXAMPLE", shown: "key a key" },
  { because: "a card number", text: "paid by 4111 1111 1111 1111", shown: "paid by a number" },
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
  {
    because: "a long bucket name stays",
    text: "saltmarsh-sales-prod-orders-raw-eu-west-1",
    shown: "saltmarsh-sales-prod-orders-raw-eu-west-1",
  },
])("a channel never shows $because", ({ text, shown }) => {
  expect(channelText(text)).toBe(shown);
});

test("whatever stands around them, secrets do not come through", () => {
  const secrets = ["arn:aws:iam::111122223333:role/x", "111122223333", "dana@example.com", "AKIAIOSFODNN7EXAMPLE"];
  fc.assert(
    fc.property(
      fc.constantFrom(...secrets),
      fc.string({ maxLength: 40 }),
      fc.string({ maxLength: 40 }),
      (secret, left, right) => {
        expect(channelText(`${left} ${secret} ${right}`)).not.toContain(secret);
      },
    ),
    { numRuns: 300 },
  );
});
