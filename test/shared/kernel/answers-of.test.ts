import { describe, expect, test } from "vitest";
import { answersOf } from "#shared/kernel/answers-of.ts";

/** Answers with how often it was asked to work. */
function counting() {
  const answers = answersOf<object, { readonly nth: number }>();
  let worked = 0;
  return (owner: object, question: string) =>
    answers(owner, question, () => {
      worked += 1;
      return { nth: worked };
    });
}

describe("answers of something that never changes", () => {
  test("are worked out once for each question, and kept apart by owner", () => {
    const ask = counting();
    const [one, other] = [{}, {}];
    expect(ask(one, "a")).toEqual({ nth: 1 });
    expect(ask(one, "a")).toBe(ask(one, "a"));
    expect(ask(one, "b")).toEqual({ nth: 2 });
    expect(ask(other, "a")).toEqual({ nth: 3 });
  });

  test("are frozen, for everybody has the same", () => {
    expect(Object.isFrozen(counting()({}, "a"))).toBe(true);
  });

  test("are at most 200 of an owner: the oldest is worked out anew", () => {
    const ask = counting();
    const owner = {};
    for (let at = 1; at <= 200; at += 1) ask(owner, `${at}`);
    expect(ask(owner, "1")).toEqual({ nth: 1 });
    ask(owner, "201");
    expect(ask(owner, "2")).toEqual({ nth: 2 });
    expect(ask(owner, "1")).toEqual({ nth: 202 });
  });

  test("are not remembered where the work throws", () => {
    const answers = answersOf<object, string>();
    const owner = {};
    const failing = () => {
      throw new Error("not now");
    };
    expect(() => answers(owner, "a", failing)).toThrow("not now");
    expect(answers(owner, "a", () => "now")).toBe("now");
  });
});
