import type { PersonId } from "#shared/kernel/ids.ts";

/** One word that is needed: any one of these people can give it. */
export type Seat = readonly PersonId[];

/**
 * How many seats can be filled when each person fills one only: the largest matching, by augmenting
 * paths (Kuhn).
 */
export function seatsFilled(seats: readonly Seat[]): number {
  const seatOf = new Map<PersonId, number>();
  const fill = (seat: number, tried: Set<PersonId>): boolean => {
    for (const person of seats[seat] ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const taken = seatOf.get(person);
      if (taken === undefined || fill(taken, tried)) {
        seatOf.set(person, seat);
        return true;
      }
    }
    return false;
  };
  return seats.filter((_, seat) => fill(seat, new Set())).length;
}

/** Whether every seat can be filled by a different person. No seats need nobody; an empty seat is never filled. */
export const enoughPeople = (seats: readonly Seat[]): boolean => seatsFilled(seats) === seats.length;
