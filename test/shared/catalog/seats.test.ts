import fc from "fast-check";
import { expect, test } from "vitest";
import { enoughPeople, seatsFilled } from "#shared/catalog/seats.ts";
import { type PersonId, personId } from "#shared/kernel/ids.ts";

const seat = (...ids: readonly string[]) => ids.map(personId);

test.each([
  { because: "nobody is needed", seats: [], enough: true },
  { because: "one seat, one person", seats: [seat("a")], enough: true },
  { because: "a seat that nobody can fill", seats: [seat("a"), seat()], enough: false },
  { because: "one person for two seats", seats: [seat("a"), seat("a")], enough: false },
  { because: "the first has to make room for the second", seats: [seat("a", "b"), seat("a")], enough: true },
  { because: "a chain of moves", seats: [seat("a", "b"), seat("b", "c"), seat("a"), seat("b")], enough: false },
  {
    because: "a longer chain that works out",
    seats: [seat("a", "b"), seat("b", "c"), seat("c", "d"), seat("a")],
    enough: true,
  },
])("$because: $enough", ({ seats, enough }) => {
  expect(enoughPeople(seats)).toBe(enough);
});

/** The most seats by trying everything. */
function most([first, ...rest]: readonly (readonly PersonId[])[], taken: ReadonlySet<PersonId> = new Set()): number {
  if (first === undefined) return 0;
  const without = most(rest, taken);
  const withOne = first.filter((id) => !taken.has(id)).map((id) => 1 + most(rest, new Set([...taken, id])));
  return Math.max(without, ...withOne);
}

test("as many seats are filled as trying everything fills", () => {
  const people = fc.subarray(["a", "b", "c", "d", "e"].map(personId));
  fc.assert(
    fc.property(fc.array(people, { maxLength: 6 }), (seats) => {
      expect(seatsFilled(seats)).toBe(most(seats));
    }),
  );
});
