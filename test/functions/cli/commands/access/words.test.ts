import { expect, test } from "vitest";
import { stageLines } from "#functions/cli/commands/access/words.ts";

const stage = (who: string, needed: number, of: readonly string[]) => ({
  who,
  needed,
  of: [...of],
  youAreIn: false,
  decisions: [],
});

test.each([
  {
    because: "one of a group",
    who: "target.owners",
    needed: 1,
    line: "Decides: 1 of target.owners (ben.ito, liv.sand)",
  },
  {
    because: "one of two groups, said once",
    who: "one of target.owners and requester.lead",
    needed: 1,
    line: "Decides: one of target.owners and requester.lead (ben.ito, liv.sand)",
  },
  {
    because: "a quorum, said once",
    who: "2 of target.owners and team:security",
    needed: 2,
    line: "Decides: 2 of target.owners and team:security (ben.ito, liv.sand)",
  },
])("$line: $because", ({ who, needed, line }) => {
  expect(stageLines([stage(who, needed, ["ben.ito", "liv.sand"])])).toBe(line);
});

test("stages follow each other, and without any a rule approved", () => {
  expect(stageLines([stage("target.owners", 1, ["ben.ito"]), stage("team:security", 1, ["ida.noor"])])).toBe(
    "Decides: 1 of target.owners (ben.ito)\n  then:  1 of team:security (ida.noor)",
  );
  expect(stageLines([])).toBe("Nobody has to decide: approved by rule.");
});
