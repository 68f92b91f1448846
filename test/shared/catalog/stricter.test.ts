import { describe, expect, test } from "vitest";
import type { Decided, Decision } from "#shared/catalog/decision.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import { stricter } from "#shared/catalog/stricter.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { days, hours } from "#shared/kernel/time.ts";
import { ofTeam, one, owners } from "#test/support/catalog/saltmarsh.ts";

const security = one(ofTeam("security"));
const ownersAsked = one(owners);
const manager: Who = { kind: "requester", part: "manager" };

const pinned: Decided = {
  kind: "decided",
  policy: "company",
  version: 1,
  hash: sha256("00"),
  rule: "restricted",
  tightenedBy: [],
  stages: [ownersAsked, security],
  approvedByRule: false,
  limits: { max: hours(8), maxTotal: days(90) },
  ask: [],
  pending: hours(24),
  remind: [],
  ticketRequired: false,
  justificationMin: 15,
  notify: [],
  page: [],
};

const byRule: Decided = { ...pinned, stages: [], approvedByRule: true };
const withStages = (...stages: readonly Stage[]): Decided => ({ ...pinned, stages });

const rows: readonly (readonly [string, Decided, Decision, boolean])[] = [
  ["nothing changed", pinned, { ...pinned, version: 2, hash: sha256("11") }, false],
  ["a stage is no longer asked", pinned, withStages(ownersAsked), false],
  ["it is approved by rule now", pinned, byRule, false],
  ["longer is given", pinned, { ...pinned, limits: { max: hours(12), maxTotal: days(90) } }, false],
  ["less has to be said", pinned, { ...pinned, justificationMin: 0 }, false],
  ["a stage more is asked", pinned, withStages(ownersAsked, security, one(manager)), true],
  ["other people are asked", pinned, withStages(ownersAsked, one(manager)), true],
  ["one word of a stage is another", pinned, withStages(one(owners, manager), security), true],
  ["two of a stage are needed", pinned, withStages(ownersAsked, { ...security, need: 2 }), true],
  ["the stages come in another order", pinned, withStages(security, ownersAsked), true],
  ["the same stage is asked twice", pinned, withStages(ownersAsked, ownersAsked), true],
  ["somebody is asked where nobody was", byRule, withStages(ownersAsked), true],
  ["less is given", pinned, { ...pinned, limits: { max: hours(4), maxTotal: days(90) } }, true],
  ["a limit appears", pinned, { ...pinned, limits: { ...pinned.limits, maxConcurrent: 1 } }, true],
  ["a ticket is required", pinned, { ...pinned, ticketRequired: true }, true],
  ["more has to be said", pinned, { ...pinned, justificationMin: 30 }, true],
  ["it is denied", pinned, { kind: "refused", code: "denied", because: "", remedy: "" }, true],
];

describe("what holds now is stricter than what was pinned", () => {
  test.each(rows)("when %s: %#", (...[, then, now, expected]) => {
    expect(stricter(then, now)).toBe(expected);
  });
});
