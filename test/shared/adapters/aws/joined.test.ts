import { expect, test } from "vitest";
import { joined } from "#shared/adapters/aws/joined.ts";

function counted(fault?: Error) {
  const calls: (readonly number[])[] = [];
  const ask = joined<number, string>({
    fits: (asks) => asks.length <= 3,
    call: async (asks) => {
      calls.push(asks);
      if (fault !== undefined) throw fault;
      return asks.map((each) => `answer ${each}`);
    },
  });
  return { calls, ask };
}

test("what is asked at once goes as one call, and everybody gets their own answer", async () => {
  const { calls, ask } = counted();
  expect(await Promise.all([ask(1), ask(2)])).toEqual(["answer 1", "answer 2"]);
  expect(calls).toEqual([[1, 2]]);
});

test("who waits for an answer before asking again asks by two calls", async () => {
  const { calls, ask } = counted();
  expect([await ask(1), await ask(2)]).toEqual(["answer 1", "answer 2"]);
  expect(calls).toEqual([[1], [2]]);
});

test("more than a call takes goes as several, in order", async () => {
  const { calls, ask } = counted();
  const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((each) => ask(each)));
  expect(answers.at(-1)).toBe("answer 7");
  expect(calls).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
});

test("a call that fails fails for everybody in it, and the next one is made all the same", async () => {
  const fault = new Error("not now");
  const { calls, ask } = counted(fault);
  const outcomes = await Promise.allSettled([ask(1), ask(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(ask(3)).rejects.toBe(fault);
  expect(calls).toEqual([[1, 2], [3]]);
});
