import { describe, expect, test } from "vitest";
import { itemsOf } from "#shared/access/access-ask.ts";
import type { Guardrail } from "#shared/access/access-request.ts";
import { assess } from "#shared/access/assess.ts";
import { factsFor } from "#shared/access/facts.ts";
import type { Grant } from "#shared/access/grant.ts";
import { heldGrant } from "#shared/access/holdings.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { plannedGrant } from "#test/support/access/grant-world.ts";
import { ASK, DOCUMENTS, requestWorld } from "#test/support/access/request-world.ts";
import { accounts } from "#test/support/catalog/saltmarsh.ts";

type With = {
  readonly open?: readonly Grant[];
  readonly regions?: readonly string[];
  readonly ask?: Partial<typeof ASK>;
};

async function checked(check: string, { open = [], regions, ask = {} }: With): Promise<Guardrail | undefined> {
  const inRegions = (each: Account): Account => (regions === undefined ? each : { ...each, regions });
  const documents = DOCUMENTS.map((each) => (each.kind === "Account" ? inRegions(each) : each));
  const world = await requestWorld(documents);
  const facts = await factsFor([], world.deps);
  const asked = { ...ASK, ...ask };
  const items = itemsOf(facts.catalog, asked.items);
  if (!items.ok) throw new Error(items.error.because);
  return assess({ ask: asked, items: items.value, openGrants: open.map(heldGrant) }, facts).checks.find(
    (each) => each.check === check,
  );
}

const grants = (count: number, over: Partial<ReturnType<typeof plannedGrant>> = {}) =>
  Array.from({ length: count }, (_, item) => plannedGrant(item, over));

/** A grant whose document has some `characters` and a few hundred more. */
const heavy = (characters: number, account = "111122223333") =>
  plannedGrant(0, {
    role: { ...plannedGrant(0).role, account: accountNumber(account) },
    statements: [
      { actions: ["s3:GetObject"], resources: [`arn:aws:s3:::b/${"x".repeat(characters)}`], conditions: {} },
    ],
  });

describe("each guardrail at its line", () => {
  test.each<With & { check: string; because: string; result: string; says: string | RegExp }>([
    { check: "concurrency", because: "the tenth", open: grants(9), result: "pass", says: "10 live grants with this" },
    {
      check: "concurrency",
      because: "the eleventh",
      open: grants(10),
      result: "fail",
      says: "11 live grants with this; at most 10 are allowed",
    },
    { check: "total", because: "within the total", result: "pass", says: "In total at most 90d" },
    {
      check: "duration",
      because: "as long as is given",
      ask: { duration: hours(8) },
      result: "pass",
      says: "At most 8h",
    },
    {
      check: "residency",
      because: "every region may have it",
      regions: ["eu-west-1"],
      result: "pass",
      says: "Where such data may be",
    },
    {
      check: "residency",
      because: "one region may not",
      regions: ["eu-west-1", "us-east-1"],
      result: "warn",
      says: '"data-prod" is also in us-east-1, where such data may not be',
    },
    {
      check: "residency",
      because: "no region may",
      regions: ["us-east-1"],
      result: "fail",
      says: 'restricted data may be in eu-west-1, eu-central-1 only; "data-prod" is in us-east-1',
    },
    { check: "size", because: "room enough", open: [heavy(8_000)], result: "pass", says: /^Within the 10240/ },
    {
      check: "size",
      because: "too much for one role",
      open: [heavy(10_000)],
      result: "fail",
      says: /^The role of ana would hold 1\d{4} characters of policy; IAM takes 10240$/,
    },
    {
      check: "size",
      because: "each account has its own role",
      open: [heavy(10_000, "999999999999")],
      result: "pass",
      says: /^Within the 10240/,
    },
    {
      check: "policy",
      because: "a wildcard as a parameter",
      ask: { items: [{ dataset: "sales.orders", template: "s3-prefix-read", parameters: { below: "*" } }] },
      result: "fail",
      says: 'Cannot use the parameter "below": "*" has characters that are not allowed in a path',
    },
    { check: "policy", because: "as it is written", result: "pass", says: /^Compiled from its template/ },
    { check: "freeze", because: "nothing stands", result: "pass", says: "Nothing is frozen" },
    { check: "four-people", because: "basic", result: "pass", says: /^Segregation is basic/ },
  ])("$check: $result, $because", async ({ check, result, says, ...how }) => {
    const found = await checked(check, how);
    expect(found?.result).toBe(result);
    if (typeof says === "string") expect(found?.because).toBe(says);
    else expect(found?.because).toMatch(says);
  });

  test("the accounts of the example are more than one, or the row about roles says nothing", () => {
    expect(new Set(accounts.map(({ account }) => account)).size).toBeGreaterThan(1);
  });
});
