import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Known, matchId } from "#functions/cli/ids/match-id.ts";

const known = (...ids: readonly string[]): readonly Known[] => ids.map((id) => ({ id, says: `says ${id}` }));
const idsIn = (all: readonly Known[]): readonly string[] => all.map(({ id }) => id).toSorted();

describe("a typed id", () => {
  test.each([
    { because: "the whole of it", typed: "R-4ab", among: ["R-4ab", "R-5cd"], is: "R-4ab" },
    { because: "a beginning that only one has", typed: "R-4", among: ["R-4ab", "R-5cd"], is: "R-4ab" },
    { because: "the whole of one that begins another", typed: "v-1", among: ["v-1", "v-10"], is: "v-1" },
    { because: "the same thing, listed twice", typed: "R-4", among: ["R-4ab", "R-4ab"], is: "R-4ab" },
  ])("is $is: $because", ({ typed, among, is }) => {
    expect(matchId(typed, known(...among))).toEqual({ kind: "one", known: { id: is, says: `says ${is}` } });
  });

  test.each([
    { because: "two begin with it", typed: "R-4", among: ["R-4ab", "R-4cd", "R-5"], of: ["R-4ab", "R-4cd"] },
    {
      because: "the letter alone says nothing, though there is only one",
      typed: "R-",
      among: ["R-4ab"],
      of: ["R-4ab"],
    },
    { because: "nothing says nothing", typed: "", among: ["R-4ab"], of: ["R-4ab"] },
  ])("is several things: $because", ({ typed, among, of }) => {
    expect(matchId(typed, known(...among))).toEqual({ kind: "several", among: known(...of) });
  });

  test.each([
    {
      because: "one letter is wrong",
      typed: "sales.oders",
      among: ["sales.orders", "hr.payroll"],
      near: "sales.orders",
    },
    { because: "its capitals are", typed: "r-4ab", among: ["R-4ab", "R-9zz"], near: "R-4ab" },
    {
      because: "the beginning is mistyped",
      typed: "fiannce-m",
      among: ["finance-monthly-2026-10-v1", "x"],
      near: "finance-monthly-2026-10-v1",
    },
    { because: "nothing is near", typed: "R-zzzzzzz", among: ["R-4abcdef"], near: undefined },
    { because: "two are as near", typed: "ab-3", among: ["ab-1", "ab-2"], near: undefined },
    { because: "nothing is known", typed: "R-4", among: [], near: undefined },
  ])("is nothing known, and the nearest is $near: $because", ({ typed, among, near }) => {
    const none = near === undefined ? { kind: "none" } : { kind: "none", near: { id: near, says: `says ${near}` } };
    expect(matchId(typed, known(...among))).toEqual(none);
  });
});

describe("whatever is typed", () => {
  // Few letters, so that ids begin alike, and lie one within another.
  const id = fc.string({ unit: fc.constantFrom("R", "-", "a", "b", "1", "."), minLength: 1, maxLength: 6 });
  const ids = fc.uniqueArray(id, { maxLength: 8 });

  test("one thing is only ever meant by its whole id, or by a beginning that no other id has", () => {
    fc.assert(
      fc.property(ids, fc.oneof(id, fc.string({ maxLength: 4 })), (all, typed) => {
        const match = matchId(typed, known(...all));
        if (match.kind !== "one") return;
        expect(all).toContain(match.known.id);
        expect(match.known.id.startsWith(typed)).toBe(true);
        const begin = all.filter((each) => each.startsWith(typed));
        expect(match.known.id === typed || begin.length === 1).toBe(true);
      }),
    );
  });

  test("every id is found by the whole of it, and no beginning of it ever finds another thing alone", () => {
    fc.assert(
      fc.property(ids, fc.nat(5), fc.nat(6), (all, at, length) => {
        const meant = all[at % Math.max(1, all.length)];
        if (meant === undefined) return;
        expect(matchId(meant, known(...all))).toMatchObject({ kind: "one", known: { id: meant } });
        const match = matchId(meant.slice(0, length), known(...all));
        if (match.kind === "several") expect(idsIn(match.among)).toContain(meant);
        // A shorter id may be written in full on the way to a longer one.
        else if (match.kind === "one") expect([meant, meant.slice(0, length)]).toContain(match.known.id);
        else expect.unreachable("a beginning of what is known is never unknown");
      }),
    );
  });

  test("the order in which things are listed changes nothing", () => {
    fc.assert(
      fc.property(ids, id, (all, typed) => {
        const there = matchId(typed, known(...all));
        const back = matchId(typed, known(...all.toReversed()));
        const sorted = (match: typeof there) =>
          match.kind === "several" ? { kind: match.kind, among: idsIn(match.among) } : match;
        expect(sorted(back)).toEqual(sorted(there));
      }),
    );
  });
});
