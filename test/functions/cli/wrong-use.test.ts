import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { CliError } from "#functions/cli/io.ts";
import { asWrongUse } from "#functions/cli/wrong-use.ts";

const command = new Command("ask")
  .argument("<by>")
  .option("--duration <length>")
  .option("--rate <code=rate>")
  .option("--dry-run");

const refused = (detail: string, pointer?: string) =>
  new CliError(1, `${detail}. A remedy`, { status: 422, detail, ...(pointer === undefined ? {} : { pointer }) });

describe("a value that the plane cannot read is told by the word that was typed, as wrong use", () => {
  test.each([
    { because: "a flag", pointer: "/duration", words: "Cannot read --duration: no length" },
    { because: "one of a flag's several values", pointer: "/rates/EUR", words: "Cannot read --rate: no length" },
    { because: "an argument", pointer: "/by", words: "Cannot read <by>: no length" },
    {
      because: "a flag that is sent in the query",
      pointer: "query:duration",
      words: "Cannot read --duration: no length",
    },
  ])("$because", ({ pointer, words }) => {
    const told = asWrongUse(refused(`Cannot read ${pointer}: no length`, pointer), command);
    expect(told).toMatchObject({ exitCode: 2, message: words, problem: { pointer } });
  });
});

test.each([
  { because: "a field that nobody typed", fault: refused("Cannot read /items: it is missing", "/items") },
  {
    because: "a refusal that points at what is right in itself",
    fault: refused("Cannot extend: too long", "/duration"),
  },
  { because: "a refusal without a pointer", fault: refused("Cannot read /duration: no length") },
  { because: "no connection", fault: new CliError(3, "Cannot reach the plane") },
  { because: "a fault of ours", fault: new Error("Cannot read /duration: no length") },
])("stays as it is: $because", ({ fault }) => {
  expect(asWrongUse(fault, command)).toBe(fault);
});
