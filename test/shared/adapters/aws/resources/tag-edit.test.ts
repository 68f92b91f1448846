import { describe, expect, test } from "vitest";
import { dropThenPut, mergedTags, tagEditOf } from "#shared/adapters/aws/resources/tag-edit.ts";

describe("a tag set", () => {
  test("is merged: what is not named stays, AWS's own tags among it", () => {
    const before = { "aws:cloudformation:stack-name": "orders", team: "orders", old: "1" };
    expect(
      mergedTags(before, { put: { team: "sales", env: "prod" }, drop: ["old", "aws:cloudformation:stack-name"] }),
    ).toEqual({
      "aws:cloudformation:stack-name": "orders",
      team: "sales",
      env: "prod",
    });
  });

  test("takes the later of two changes of one key, so that no key is put and dropped", () => {
    expect(
      tagEditOf([
        { set: "tag", key: "team", value: "orders" },
        { set: "tag", key: "env", value: undefined },
        { set: "tag", key: "env", value: "prod" },
        { set: "tag", key: "team", value: undefined },
        { set: "retention", control: "logs.retention", days: 30 },
      ]),
    ).toEqual({ put: { env: "prod" }, drop: ["team"] });
  });

  test("is emptied before it is filled, so that a full one has room, and only where there is something to do", async () => {
    const sent: string[] = [];
    const answer = (call: string) => {
      sent.push(call);
      return Promise.resolve({ $metadata: { requestId: call } });
    };
    const calls = { drop: () => answer("drop"), put: () => answer("put") };
    expect(await dropThenPut({ put: { env: "prod" }, drop: ["old"] }, calls)).toBe("put");
    expect(await dropThenPut({ put: {}, drop: ["old"] }, calls)).toBe("drop");
    expect(await dropThenPut({ put: { env: "prod" }, drop: [] }, calls)).toBe("put");
    expect(sent).toEqual(["drop", "put", "drop", "put"]);
  });
});
