import { expect, test } from "vitest";
import { fasterLine, stageLines } from "#functions/cli/commands/access/words.ts";

const stage = (says: string) => ({ who: "target.owners", says, needed: 1, of: [], youAreIn: false, decisions: [] });

test("stages follow each other in plain words, and without any a rule approved", () => {
  expect(stageLines([stage("an owner of hr.payroll: Kim Roth"), stage("someone in security: Ida Noor")])).toBe(
    "Decides: an owner of hr.payroll: Kim Roth\n  then:  someone in security: Ida Noor",
  );
  expect(stageLines([])).toBe("Nobody has to decide: approved by rule.");
});

test("of a request that nobody decides on any more they say who was asked to", () => {
  expect(stageLines([stage("an owner of hr.payroll: Kim Roth"), stage("someone in security: Ida Noor")], true)).toBe(
    "Was to decide: an owner of hr.payroll: Kim Roth\n  then:        someone in security: Ida Noor",
  );
  expect(stageLines([], true)).toBe("Nobody had to decide: approved by rule.");
});

test("a name with control characters is shown escaped", () => {
  expect(stageLines([stage("an owner of hr.payroll: \u001b[31mKim")])).toBe(
    "Decides: an owner of hr.payroll: \\u001b[31mKim",
  );
});

test("the stage that is waited for says since when, and who is asked too when nobody answered", () => {
  const waiting = {
    ...stage("one of the 2 owners of sales.orders: Ben Ito, Liv Sand"),
    askedSince: "2026-11-23T09:00:00.000Z",
    escalated: { to: "target.lead", at: "2026-11-23T17:00:00.000Z", added: ["liv.sand"] },
  };
  expect(stageLines([waiting])).toBe(
    "Decides: one of the 2 owners of sales.orders: Ben Ito, Liv Sand, asked since 2026-11-23T09:00:00.000Z, nobody answered by 2026-11-23T17:00:00.000Z, so liv.sand too",
  );
});

test.each([
  { approvals: 0, says: 'Faster: the same data in dev ("data-dev") needs no approval' },
  { approvals: 1, says: 'Faster: the same data in dev ("data-dev") needs one approval' },
  { approvals: 2, says: 'Faster: the same data in dev ("data-dev") needs 2 approvals' },
])("what $approvals people would decide on is said as a person would say it", ({ approvals, says }) => {
  expect(fasterLine({ change: 'in dev ("data-dev")', stages: approvals, approvals })).toBe(says);
});
