import { expect, test } from "vitest";
import { grantAnswer } from "#functions/access-api/answers/grant-answer.ts";
import { begin } from "#shared/access/grant-begin.ts";
import { retryEnding, startEnding } from "#shared/access/grant-end.ts";
import { minutes } from "#shared/kernel/time.ts";
import { digest, plannedGrant, START } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

// From 09:00 to 13:00.
const provisioning = begin(plannedGrant(0), { now: START, fenceMargin: 60_000, retryIn: minutes(1), digest }).value;
const ending = startEnding(provisioning, { now: at("2026-11-23T10:00:00Z"), reason: "given-back" }).value;
const problem = { code: "AccessDenied", message: "explicit deny", at: at("2026-11-23T10:00:00Z") };
const refused = retryEnding(ending, { now: at("2026-11-23T10:00:00Z"), problem, retryIn: minutes(1) }).value;

test.each([
  { because: "nothing stands in the way", grant: ending, now: "2026-11-23T10:00:30Z", says: "being taken back" },
  {
    because: "the account refuses: it may still work, and whoever looks has to know why",
    grant: refused,
    now: "2026-11-23T10:00:30Z",
    says: "could not be taken back yet (AccessDenied); tried again at 2026-11-23T10:01:00.000Z",
  },
  {
    because: "its own date has ended it, whatever the account refuses",
    grant: refused,
    now: "2026-11-23T13:00:10Z",
    says: "off; proof is due",
  },
])("says how an ending grant stands: $because", ({ grant, now, says }) => {
  expect(grantAnswer(grant, at(now)).says).toBe(says);
});
