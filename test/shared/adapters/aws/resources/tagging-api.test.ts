import { describe, expect, test } from "vitest";
import { replyOf } from "#shared/adapters/aws/resources/refusal.ts";
import { writeTagsByTaggingApi } from "#shared/adapters/aws/resources/tagging-api.ts";
import { scriptedTarget } from "./scripted-target.ts";

const failing = (ErrorCode: string, ErrorMessage: string) => ({
  FailedResourcesMap: {
    "arn:aws:rds:eu-central-1:111122223333:db:orders": { StatusCode: 400, ErrorCode, ErrorMessage },
  },
});

describe("tags by the tagging API", () => {
  test("are dropped and put for the one resource", async () => {
    const at = scriptedTarget("rds.instance", "orders", {
      UntagResources: {},
      TagResources: { FailedResourcesMap: {} },
    });
    expect(await writeTagsByTaggingApi(at, { put: { env: "prod" }, drop: ["old"] })).toBe("TagResources");
    expect(at.sent).toEqual([
      { call: "UntagResources", input: { ResourceARNList: [at.ref.arn], TagKeys: ["old"] } },
      { call: "TagResources", input: { ResourceARNList: [at.ref.arn], Tags: { env: "prod" } } },
    ]);
  });

  test.each([
    { code: "InvalidParameterException", words: "Tag limit exceeded", forGood: true },
    { code: "InternalServiceException", words: "try again", forGood: false },
  ])("are refused by a $code inside a 200", async ({ code, words, forGood }) => {
    const at = scriptedTarget("rds.instance", "orders", { TagResources: failing(code, words) });
    expect(await writeTagsByTaggingApi(at, { put: { env: "prod" }, drop: [] }).catch(replyOf)).toEqual({
      kind: "refused",
      code: code.replace("Exception", ""),
      message: `${words} (request TagResources)`,
      forGood,
    });
  });

  test("are not put where dropping failed inside a 200", async () => {
    const at = scriptedTarget("rds.instance", "orders", { UntagResources: failing("InvalidParameterException", "no") });
    await expect(writeTagsByTaggingApi(at, { put: { env: "prod" }, drop: ["old"] })).rejects.toThrow("no");
    expect(at.sent.map(({ call }) => call)).toEqual(["UntagResources"]);
  });
});
