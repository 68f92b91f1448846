import { Argument, Command } from "commander";
import { expect, test } from "vitest";
import { candidatesAt } from "#functions/cli/completion/candidates.ts";
import { placeOf } from "#functions/cli/completion/place.ts";
import { offering } from "#functions/cli/ids/named-ids.ts";

const offeredOf = async (...all: readonly { id: string; says: string }[]) => {
  const program = new Command("tollgate");
  program.command("show").addArgument(offering(new Argument("<id>"), async () => all));
  // Nobody is asked: what is offered is given.
  const never = async (): Promise<never> => expect.unreachable();
  const asking = () => ({ plane: { json: never, text: never, token: never }, before: [] });
  return (await candidatesAt(placeOf(program, ["show", ""]), asking)).known;
};

test.each([
  { because: "a command to run", id: "$(touch owned)" },
  { because: "another command", id: "a;b" },
  { because: "a pattern", id: "a*" },
  { because: "a word of its own", id: "a b" },
  { because: "a control character", id: "a\u001b[31m" },
  { because: "nothing", id: "" },
])("an id in which a shell would find $because is not offered", async ({ id }) => {
  expect(await offeredOf({ id, says: "" }, { id: "R-4ab", says: "fine" })).toEqual([{ id: "R-4ab", says: "fine" }]);
});

test("a sentence is one line, without control characters, and not longer than a person reads", async () => {
  const [hostile, long] = await offeredOf(
    { id: "a", says: "two\nlines\tand \u001b[31mred" },
    { id: "b", says: "x".repeat(500) },
  );
  expect(hostile?.says).toBe("two lines and \\u001b[31mred");
  expect(long?.says).toBe(`${"x".repeat(89)}…`);
});

test("what is listed twice is offered once, in the order in which it was listed", async () => {
  const known = await offeredOf({ id: "b", says: "1" }, { id: "a", says: "2" }, { id: "b", says: "3" });
  expect(known.map(({ id }) => id)).toEqual(["b", "a"]);
});
