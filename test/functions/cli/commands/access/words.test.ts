import { expect, test } from "vitest";
import { stageLines } from "#functions/cli/commands/access/words.ts";

const stage = (says: string) => ({ who: "target.owners", says, needed: 1, of: [], youAreIn: false, decisions: [] });

test("stages follow each other in plain words, and without any a rule approved", () => {
  expect(stageLines([stage("an owner of hr.payroll: Kim Roth"), stage("someone in security: Ida Noor")])).toBe(
    "Decides: an owner of hr.payroll: Kim Roth\n  then:  someone in security: Ida Noor",
  );
  expect(stageLines([])).toBe("Nobody has to decide: approved by rule.");
});

test("a name with control characters is shown escaped", () => {
  expect(stageLines([stage("an owner of hr.payroll: \u001b[31mKim")])).toBe(
    "Decides: an owner of hr.payroll: \\u001b[31mKim",
  );
});
