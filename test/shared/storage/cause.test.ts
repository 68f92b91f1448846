import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  type Cause,
  causeAmong,
  causedBy,
  causeOf,
  causeResources,
  causeText,
  currentCause,
} from "#shared/storage/cause.ts";

const XRAY = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";
const LINEAGE = `${XRAY};Lineage=1:fc3b4ff1:0`;

describe("what something is done for", () => {
  test.each<[string, Cause]>([
    ["a request of the laptop", { request: "r-12" }],
    ["one of API Gateway, whose ids end in =", { request: "JKJaXmPLvHcESHA=" }],
    ["one that X-Ray follows", { request: "a1b2", xray: XRAY }],
    ["one whose header Lambda wrote", { request: "a1b2", xray: LINEAGE }],
    [
      "one that went through several functions",
      { request: "a1b2", xray: `${XRAY};Lineage=25:3028474d:10|3:e7347272:4` },
    ],
  ])("is the same after its way as text, and as a resource of an event: %s", (_, cause) => {
    expect(causeOf(causeText(cause))).toEqual(cause);
    expect(causeAmong(["grant:G-1:2", ...causeResources(cause)])).toEqual(cause);
  });

  test.each([
    ["nothing", undefined],
    ["no text", ""],
    ["too long", "x".repeat(129)],
    ["a line break, which would forge a line of the log", "a\nb"],
    ["a quote", 'a"b'],
  ])("is not known where the text is none: %s", (_, text) => {
    expect(causeOf(text)).toBeUndefined();
  });

  test.each([
    ["another version", XRAY.replace("Root=1", "Root=2")],
    ["too many parts", `${XRAY};A=1;B=2;C=3;D=4;E=5`],
    ["what PutEvents would refuse the event for", "Root=1-x"],
  ])("loses a header that X-Ray would not take, and keeps its request: %s", (_, xray) => {
    expect(causeOf(`a1 ${xray}`)).toEqual({ request: "a1" });
  });

  test.each([["no list"], [[1, "cause"]], [[]], [undefined]])("is not known among %j", (resources) => {
    expect(causeAmong(resources)).toBeUndefined();
  });

  test("holds for all that is awaited, and not for what runs beside it", async () => {
    const seen = (request: string) =>
      causedBy({ request }, async () => {
        await setTimeout(1);
        return currentCause()?.request;
      });
    expect(await Promise.all([seen("a"), seen("b")])).toEqual(["a", "b"]);
    expect(currentCause()).toBeUndefined();
    expect(causedBy({ request: "outer" }, () => causedBy(undefined, currentCause))).toEqual({ request: "outer" });
  });
});
