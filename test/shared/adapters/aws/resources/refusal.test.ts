import { describe, expect, test } from "vitest";
import { beforeWriting, Refusal, replyOf, unreadableOf } from "#shared/adapters/aws/resources/refusal.ts";
import { said } from "./scripted-target.ts";

const timeOut = Object.assign(new Error("socket timed out"), { name: "TimeoutError" });

describe("a write that threw", () => {
  test.each([
    // The service looked at it and said no.
    { code: "InvalidParameterException", message: "123 days", forGood: true },
    // Too many calls, or a resource that is busy: the same call is taken later.
    { code: "ThrottlingException", message: "Rate exceeded", forGood: false },
    { code: "OperationAborted", message: "conflicting operation in progress", forGood: false },
    { code: "InvalidDBInstanceStateFault", message: "is not available", forGood: false },
    { code: "InvalidDBClusterStateFault", message: "is not available", forGood: false },
    // Kinesis names both so.
    { code: "LimitExceededException", message: "Rate exceeded for stream orders", forGood: false },
    { code: "LimitExceededException", message: "Tags are limited to 50", forGood: true },
    // Whoever runs the account can mend it.
    { code: "AccessDeniedException", message: "not authorized", forGood: false },
  ])("$code ($message) is refused, for good: $forGood", ({ code, message, forGood }) => {
    expect(replyOf(said(code, message))).toEqual({
      kind: "refused",
      code: code.replace(/(Exception|Fault)$/, ""),
      message: `${message} (request req-1)`,
      forGood,
    });
  });

  test("without an answer is unknown: it may have acted", () => {
    expect(replyOf(timeOut)).toEqual({ kind: "unknown", because: "TimeoutError: socket timed out" });
  });

  test("is unknown where an answer came that no service of AWS gave", () => {
    expect(replyOf(said("Unknown", "UnknownError"))).toMatchObject({ kind: "unknown" });
  });

  test("is refused for now where only the look before it had no answer: nothing was sent", async () => {
    const looked = beforeWriting(Promise.reject(timeOut));
    await expect(looked).rejects.toThrow(Refusal);
    expect(await looked.catch(replyOf)).toMatchObject({ kind: "refused", code: "no-answer", forGood: false });
  });
});

describe("a read that threw", () => {
  test("says which call of AWS's it was", () => {
    expect(unreadableOf(said("AccessDeniedException", "not authorized"))).toEqual({
      kind: "unreadable",
      code: "AccessDenied",
      message: "not authorized (request req-1)",
    });
  });

  test("says that there was no answer where a service is absent", () => {
    expect(unreadableOf(said("Unknown", "UnknownError"))).toMatchObject({ kind: "unreadable", code: "no-answer" });
  });
});
